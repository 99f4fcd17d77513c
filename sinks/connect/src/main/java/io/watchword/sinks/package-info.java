/** Events to files: row -> store -> jsonl, vtt -> file, as Kafka Connect plug-ins (connect). */
@NullMarked
package io.watchword.sinks;

import org.jspecify.annotations.NullMarked;
