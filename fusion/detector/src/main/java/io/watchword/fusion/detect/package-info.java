/** When something is worth a sentence: numbers of segments in, event candidates out. */
@NullMarked
package io.watchword.fusion.detect;

import org.jspecify.annotations.NullMarked;
