/** Asks the language model over gRPC: deadline, retry, status to error code. */
@NullMarked
package io.watchword.fusion.client;

import org.jspecify.annotations.NullMarked;
