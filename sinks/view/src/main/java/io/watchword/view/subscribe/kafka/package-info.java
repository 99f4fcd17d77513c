/** Subscriptions and their hits on topics. */
@NullMarked
package io.watchword.view.subscribe.kafka;

import org.jspecify.annotations.NullMarked;
