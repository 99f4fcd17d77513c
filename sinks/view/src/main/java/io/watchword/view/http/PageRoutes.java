package io.watchword.view.http;

import io.javalin.http.Context;
import io.watchword.view.access.Need;
import io.watchword.view.access.Rights;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * The page: files on the classpath under {@code web}. A browser asks each time whether its copy is
 * still right, so that a new version is seen at once. Files are kept in memory; there are few.
 */
final class PageRoutes {
    private static final Pattern PATH = Pattern.compile("[A-Za-z0-9_-]+([./][A-Za-z0-9_-]+)*");
    private static final Map<String, String> TYPES =
            Map.of(
                    "html", "text/html; charset=utf-8",
                    "js", "text/javascript; charset=utf-8",
                    "css", "text/css; charset=utf-8",
                    "json", "application/json; charset=utf-8",
                    "webmanifest", "application/manifest+json; charset=utf-8",
                    "svg", "image/svg+xml",
                    "png", "image/png",
                    "ico", "image/x-icon",
                    "woff2", "font/woff2",
                    "txt", "text/plain; charset=utf-8");

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record WebFile(String type, byte[] bytes, String tag) {}

    private final Map<String, WebFile> files = new ConcurrentHashMap<>();

    List<Route> routes() {
        return List.of(
                Route.get(
                        "/",
                        "The page.",
                        Need.OPEN,
                        List.of(),
                        Route.Answer.of("text/html"),
                        (request, rights) -> answer(request, "index.html")),
                Route.get(
                        "/<file>",
                        "A file of the page.",
                        Need.OPEN,
                        List.of(),
                        Route.Answer.of("*/*"),
                        this::file));
    }

    private void file(Context request, Rights rights) throws IOException {
        answer(request, request.pathParam("file"));
    }

    private void answer(Context request, String path) throws IOException {
        WebFile file =
                find(path).orElseThrow(() -> Problem.notFound("there is nothing at this address"));
        Tagged.answer(request, file.type(), file.bytes(), "no-cache", file.tag());
    }

    private Optional<WebFile> find(String path) throws IOException {
        WebFile known = files.get(path);
        String type = TYPES.get(path.substring(path.lastIndexOf('.') + 1));
        if (known != null || type == null || !PATH.matcher(path).matches()) {
            return Optional.ofNullable(known);
        }
        try (InputStream in = PageRoutes.class.getResourceAsStream("/web/" + path)) {
            if (in == null) {
                return Optional.empty();
            }
            byte[] bytes = in.readAllBytes();
            WebFile file = new WebFile(type, bytes, Tagged.tag(bytes));
            files.put(path, file);
            return Optional.of(file);
        }
    }
}
