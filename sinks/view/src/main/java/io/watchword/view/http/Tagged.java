package io.watchword.view.http;

import io.javalin.http.Context;
import io.watchword.contract.Ids;

/** Bytes with a tag that says which they are, so that they need not be sent again. */
final class Tagged {
    private Tagged() {}

    static String tag(byte[] bytes) {
        return '"' + Ids.sha256Hex(bytes).substring(0, 32) + '"';
    }

    static void answer(Context request, String type, byte[] bytes, String caching) {
        answer(request, type, bytes, caching, tag(bytes));
    }

    static void answer(Context request, String type, byte[] bytes, String caching, String tag) {
        request.header("ETag", tag).header("Cache-Control", caching);
        if (isKnown(request, tag)) {
            request.status(304);
        } else {
            request.contentType(type).result(bytes);
        }
    }

    private static boolean isKnown(Context request, String tag) {
        String known = request.header("If-None-Match");
        if (known == null) {
            return false;
        }
        for (String one : known.split(",", 20)) {
            String strong = one.strip().replaceFirst("^W/", "").replace("--gzip\"", "\"");
            if (strong.equals(tag) || strong.equals("*")) {
                return true;
            }
        }
        return false;
    }
}
