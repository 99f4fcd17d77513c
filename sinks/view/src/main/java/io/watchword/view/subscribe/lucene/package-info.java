/** Word forms by Lucene's stemmers. */
@NullMarked
package io.watchword.view.subscribe.lucene;

import org.jspecify.annotations.NullMarked;
