package io.watchword.encoders.encode;

/** Where a segment stands in its stream. */
public record SegmentPosition(long epoch, long sequence, boolean discontinuity) {}
