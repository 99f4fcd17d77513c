/** Questions about a stream, answered by the language model. */
@NullMarked
package io.watchword.view.ask;

import org.jspecify.annotations.NullMarked;
