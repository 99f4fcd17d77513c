/** Reads key frames from topic {@code segments}. */
@NullMarked
package io.watchword.fusion.kafka;

import org.jspecify.annotations.NullMarked;
