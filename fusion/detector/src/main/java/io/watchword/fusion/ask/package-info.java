/**
 * Answers questions about a stream from its log of understanding alone, and sums its events up: no
 * video is read. How windows are chosen and answers put together is written out in {@code
 * deploy/docs/decisions/asking.md}.
 */
@NullMarked
package io.watchword.fusion.ask;

import org.jspecify.annotations.NullMarked;
