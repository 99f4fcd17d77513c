/** Clips and files to test ingest with: countable ones, and hostile ones. */
@NullMarked
package io.watchword.ingest.testing;

import org.jspecify.annotations.NullMarked;
