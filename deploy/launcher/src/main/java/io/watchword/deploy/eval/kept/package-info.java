/** What a run of the pipeline leaves for measuring: segments, embeddings, events. */
@NullMarked
package io.watchword.deploy.eval.kept;

import org.jspecify.annotations.NullMarked;
