/** Pictures, motion and sound, gathered into segments in order. */
@NullMarked
package io.watchword.ingest.segment;

import org.jspecify.annotations.NullMarked;
