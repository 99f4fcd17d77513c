package io.watchword.view.http;

import io.javalin.http.Context;
import io.watchword.view.access.Admission;

/** Finds out who asks. The one place where a request becomes rights. */
@FunctionalInterface
interface Access {
    /** Of a server on loopback: whoever reaches it is the person at this machine. */
    Access LOCAL = (request, route) -> Admission.LOCAL;

    /**
     * What the caller may see.
     *
     * @throws Problem if the caller is unknown, or may not do it
     */
    Admission of(Context request, Route route);
}
