/** Which events hold, and in which order; what an output must do. */
@NullMarked
package io.watchword.sinks.store;

import org.jspecify.annotations.NullMarked;
