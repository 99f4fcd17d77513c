/** One event as a sink keeps it. */
@NullMarked
package io.watchword.sinks.row;

import org.jspecify.annotations.NullMarked;
