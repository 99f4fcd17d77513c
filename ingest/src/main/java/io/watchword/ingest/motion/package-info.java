/** Block vectors of sampled frames, made motion fields that noise does not fill. */
@NullMarked
package io.watchword.ingest.motion;

import org.jspecify.annotations.NullMarked;
