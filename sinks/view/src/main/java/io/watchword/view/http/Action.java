package io.watchword.view.http;

import io.javalin.http.Context;
import io.watchword.view.access.Rights;

/** What a route does, for a caller whose rights are known. */
@FunctionalInterface
interface Action {
    void answer(Context request, Rights rights) throws Exception;
}
