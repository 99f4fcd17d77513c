/** The only FFmpeg imports: files, decoders, scalers and encoders, each with one owner. */
@NullMarked
package io.watchword.ingest.ffmpeg;

import org.jspecify.annotations.NullMarked;
