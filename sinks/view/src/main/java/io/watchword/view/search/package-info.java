/** Finding events by words, by meaning and by likeness. */
@NullMarked
package io.watchword.view.search;

import org.jspecify.annotations.NullMarked;
