/** Reads events and embeddings from Kafka, and writes revised events. */
@NullMarked
package io.watchword.fusion.revise.kafka;

import org.jspecify.annotations.NullMarked;
