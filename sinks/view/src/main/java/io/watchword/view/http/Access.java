package io.watchword.view.http;

import io.javalin.http.Context;
import io.watchword.view.access.Need;
import io.watchword.view.access.Rights;

/** Finds out who asks. The one place where a request becomes rights. */
@FunctionalInterface
public interface Access {
    /** Of a server on loopback: whoever reaches it is the person at this machine. */
    Access LOCAL = (request, need) -> Rights.ALL;

    /**
     * What the caller may see.
     *
     * @param need what the route takes
     * @throws Problem if the caller is unknown, or may not do it
     */
    Rights of(Context request, Need need);
}
