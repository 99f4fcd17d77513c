/** The pictures, sound and recordings that an event rests on. */
@NullMarked
package io.watchword.view.media;

import org.jspecify.annotations.NullMarked;
