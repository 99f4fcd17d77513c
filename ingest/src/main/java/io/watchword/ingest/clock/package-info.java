/** Presentation timestamps with wraps and jumps, made one rising clock. */
@NullMarked
package io.watchword.ingest.clock;

import org.jspecify.annotations.NullMarked;
