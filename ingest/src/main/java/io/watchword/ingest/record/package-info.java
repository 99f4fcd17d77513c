/** Keeps recorded files: where they lie, which of them go, what of a broken one is whole. */
@NullMarked
package io.watchword.ingest.record;

import org.jspecify.annotations.NullMarked;
