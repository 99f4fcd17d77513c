/** Samples laid on the stream's clock. */
@NullMarked
package io.watchword.ingest.audio;

import org.jspecify.annotations.NullMarked;
