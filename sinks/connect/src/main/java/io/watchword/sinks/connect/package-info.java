/** Kafka Connect: the shell around the outputs. */
@NullMarked
package io.watchword.sinks.connect;

import org.jspecify.annotations.NullMarked;
