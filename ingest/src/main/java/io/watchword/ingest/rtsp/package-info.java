/**
 * RTSP in Java: who a camera is asked, what it offers, and its RTP packets as they come. Only
 * sockets that the egress policy has seen are opened, and none by native code: packets and their
 * description go to the decoder, which takes them apart.
 */
@NullMarked
package io.watchword.ingest.rtsp;

import org.jspecify.annotations.NullMarked;
