/** Key frames as sheets of small pictures. */
@NullMarked
package io.watchword.sinks.storyboard;

import org.jspecify.annotations.NullMarked;
