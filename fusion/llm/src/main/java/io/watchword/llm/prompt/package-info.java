/** The prompt: token ids and projected embeddings in the order the bundle asks for. */
@NullMarked
package io.watchword.llm.prompt;

import org.jspecify.annotations.NullMarked;
