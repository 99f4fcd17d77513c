/** Sends messages over HTTP. */
@NullMarked
package io.watchword.sinks.webhook.http;

import org.jspecify.annotations.NullMarked;
