/**
 * Events to files and servers: row -> store -> jsonl, vtt, chapters, storyboard -> file, and row ->
 * delivery -> webhook, mqtt, postgres, as Kafka Connect plug-ins (connect).
 */
@NullMarked
package io.watchword.sinks;

import org.jspecify.annotations.NullMarked;
