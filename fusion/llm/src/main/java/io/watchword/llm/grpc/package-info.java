/** The gRPC service {@code watchword.v1.Describe} and its server. */
@NullMarked
package io.watchword.llm.grpc;

import org.jspecify.annotations.NullMarked;
