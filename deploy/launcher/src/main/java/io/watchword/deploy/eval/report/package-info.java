/** Figures as a page to read. */
@NullMarked
package io.watchword.deploy.eval.report;

import org.jspecify.annotations.NullMarked;
