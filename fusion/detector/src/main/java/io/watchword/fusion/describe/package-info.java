/** The question we ask a language model, its answer, and the event that both make. */
@NullMarked
package io.watchword.fusion.describe;

import org.jspecify.annotations.NullMarked;
