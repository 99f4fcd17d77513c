/** Describes again what is stored: which spans, and what becomes of the events told before. */
@NullMarked
package io.watchword.fusion.redescribe;

import org.jspecify.annotations.NullMarked;
