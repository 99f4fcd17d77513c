package io.watchword.view.http;

import io.javalin.http.Context;
import java.util.Optional;

/**
 * Who calls, by address. What a header says of it anybody can write; only that of the proxy in
 * front counts, which comes last.
 */
record RemoteAddress(boolean behindProxy) {
    String of(Context request) {
        String nearest = String.valueOf(request.req().getRemoteAddr());
        if (!behindProxy) {
            return nearest;
        }
        return Optional.ofNullable(request.header("X-Forwarded-For"))
                .map(told -> told.substring(told.lastIndexOf(',') + 1).strip())
                .filter(told -> told.matches("[0-9a-fA-F:.]{2,45}"))
                .orElse(nearest);
    }
}
