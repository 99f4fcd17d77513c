/**
 * What shorter prompts cost in quality: the same stored embeddings described in fewer positions.
 */
@NullMarked
package io.watchword.deploy.eval.compress;

import org.jspecify.annotations.NullMarked;
