/** The truth that a bundle is measured against, as a directory holds it. */
@NullMarked
package io.watchword.deploy.eval.set;

import org.jspecify.annotations.NullMarked;
