/** The log of understanding in Kafka: topics {@code embeddings}, its index, and {@code events}. */
@NullMarked
package io.watchword.fusion.log.kafka;

import org.jspecify.annotations.NullMarked;
