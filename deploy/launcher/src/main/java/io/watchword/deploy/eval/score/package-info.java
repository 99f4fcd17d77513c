/** Brings what was said together with what is true, and has the metrics count. */
@NullMarked
package io.watchword.deploy.eval.score;

import org.jspecify.annotations.NullMarked;
