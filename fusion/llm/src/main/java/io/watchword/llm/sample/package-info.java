/** Logits to a token id. */
@NullMarked
package io.watchword.llm.sample;

import org.jspecify.annotations.NullMarked;
