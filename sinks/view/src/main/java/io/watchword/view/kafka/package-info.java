/** Topics {@code embeddings}, {@code events} and {@code stream-status} to timelines and feeds. */
@NullMarked
package io.watchword.view.kafka;

import org.jspecify.annotations.NullMarked;
