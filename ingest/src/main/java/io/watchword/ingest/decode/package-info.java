/** What a decoder is told and what it says: upright pictures, results, where segments go. */
@NullMarked
package io.watchword.ingest.decode;

import org.jspecify.annotations.NullMarked;
