/** Fewer positions for projected embeddings, where a prompt would take more than it may. */
@NullMarked
package io.watchword.llm.compress;

import org.jspecify.annotations.NullMarked;
