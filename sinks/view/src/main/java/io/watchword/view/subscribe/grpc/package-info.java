/** Subscriptions over gRPC. */
@NullMarked
package io.watchword.view.subscribe.grpc;

import org.jspecify.annotations.NullMarked;
