/** Records as signed CloudEvents for somebody else's server. */
@NullMarked
package io.watchword.sinks.webhook;

import org.jspecify.annotations.NullMarked;
