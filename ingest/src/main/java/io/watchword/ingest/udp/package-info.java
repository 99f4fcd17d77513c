/**
 * MPEG transport streams that arrive as datagrams, at one of this machine's addresses or a group.
 */
@NullMarked
package io.watchword.ingest.udp;

import org.jspecify.annotations.NullMarked;
