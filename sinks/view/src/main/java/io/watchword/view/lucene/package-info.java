/** Lucene: the index of events, of their words and of their vectors. */
@NullMarked
package io.watchword.view.lucene;

import org.jspecify.annotations.NullMarked;
