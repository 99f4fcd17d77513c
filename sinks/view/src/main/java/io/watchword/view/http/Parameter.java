package io.watchword.view.http;

/**
 * What a request may say.
 *
 * @param in {@code path}, {@code query} or {@code header}
 * @param schema name of its schema, see {@code schemas.json}
 * @param repeated whether it may be given again
 */
record Parameter(String name, String in, String schema, boolean repeated, String summary) {
    static Parameter path(String name, String summary) {
        return new Parameter(name, "path", "Text", false, summary);
    }

    static Parameter query(String name, String schema, String summary) {
        return new Parameter(name, "query", schema, false, summary);
    }

    static Parameter several(String name, String summary) {
        return new Parameter(name, "query", "Text", true, summary);
    }
}
