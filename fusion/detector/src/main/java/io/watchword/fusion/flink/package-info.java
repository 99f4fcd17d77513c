/** The fuse stage as a Flink job: Kafka to Kafka. It decides nothing. */
@NullMarked
package io.watchword.fusion.flink;

import org.jspecify.annotations.NullMarked;
