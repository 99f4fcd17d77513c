/** What happened in which stream, in order: events by stream and time, and how streams do. */
@NullMarked
package io.watchword.view.timeline;

import org.jspecify.annotations.NullMarked;
