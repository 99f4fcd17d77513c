/** Captions that were written without the language model get a later revision by it. */
@NullMarked
package io.watchword.fusion.revise;

import org.jspecify.annotations.NullMarked;
