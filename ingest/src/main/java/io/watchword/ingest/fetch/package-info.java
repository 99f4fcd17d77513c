/**
 * Bytes of network sources, fetched apart from decoding: which addresses may be reached, and what a
 * source says.
 */
@NullMarked
package io.watchword.ingest.fetch;

import org.jspecify.annotations.NullMarked;
