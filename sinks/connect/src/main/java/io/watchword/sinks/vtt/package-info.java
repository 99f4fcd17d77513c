/** Events as WebVTT captions. */
@NullMarked
package io.watchword.sinks.vtt;

import org.jspecify.annotations.NullMarked;
