/** The view to programs: services of {@code view.proto}, and the server that all services share. */
@NullMarked
package io.watchword.view.grpc;

import org.jspecify.annotations.NullMarked;
