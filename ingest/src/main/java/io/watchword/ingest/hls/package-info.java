/** HTTP Live Streaming (RFC 8216): what playlists say, and which segments come next. */
@NullMarked
package io.watchword.ingest.hls;

import org.jspecify.annotations.NullMarked;
