/** Events as JSON lines. */
@NullMarked
package io.watchword.sinks.jsonl;

import org.jspecify.annotations.NullMarked;
