/** Segments and how far their stream has come, published to Kafka. */
@NullMarked
package io.watchword.ingest.kafka;

import org.jspecify.annotations.NullMarked;
