/** The log of understanding: stored embeddings and events of a stream, read by span. */
@NullMarked
package io.watchword.fusion.log;

import org.jspecify.annotations.NullMarked;
