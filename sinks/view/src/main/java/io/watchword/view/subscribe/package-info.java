/** Standing subscriptions: who wants to be told of what, and which events are that. */
@NullMarked
package io.watchword.view.subscribe;

import org.jspecify.annotations.NullMarked;
