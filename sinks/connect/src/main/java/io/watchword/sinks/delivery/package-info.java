/** What became of handing a record to somebody else, and when to try again. */
@NullMarked
package io.watchword.sinks.delivery;

import org.jspecify.annotations.NullMarked;
