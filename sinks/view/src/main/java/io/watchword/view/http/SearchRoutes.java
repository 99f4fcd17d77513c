package io.watchword.view.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.watchword.view.access.Need;
import io.watchword.view.access.Rights;
import io.watchword.view.search.SearchHit;
import io.watchword.view.search.SearchPage;
import io.watchword.view.search.SearchQuery;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/** Search in plain words, and for more of the like. */
final class SearchRoutes {
    private final Supplier<ViewParts> parts;

    SearchRoutes(Supplier<ViewParts> parts) {
        this.parts = parts;
    }

    List<Route> routes() {
        return List.of(
                Route.get(
                        "/api/v1/search",
                        "Events by words and meaning, or alike one that is known.",
                        Need.SEARCH,
                        List.of(
                                Parameter.query("q", "Text", "In plain words."),
                                Parameter.query("like", "Text", "An event's id."),
                                Parameter.query("by", "By", "What it is to be alike in."),
                                Queries.STREAMS,
                                Queries.FROM,
                                Queries.TO,
                                Queries.LABELS,
                                Queries.LIMIT,
                                Parameter.query(
                                        "page", "Text", "Goes on from next of the page before.")),
                        Route.Answer.json("Hits"),
                        this::search));
    }

    private void search(Context request, Rights rights) {
        SearchQuery query =
                new SearchQuery(
                        Queries.text(request, "q").orElse(""),
                        like(request),
                        Queries.texts(request, "stream"),
                        Queries.time(request, "from"),
                        Queries.time(request, "to"),
                        Queries.texts(request, "label"),
                        Queries.limit(request),
                        Queries.text(request, "page"));
        SearchPage page = parts.get().search().search(query, rights);
        ObjectNode answer = Json.object();
        ArrayNode hits = answer.putArray("hits");
        for (SearchHit hit : page.hits()) {
            hits.add(EventJson.of(hit));
        }
        answer.put("next", page.next().orElse(null));
        Json.answer(request, answer);
    }

    private static Optional<SearchQuery.Like> like(Context request) {
        Optional<String> like = Queries.text(request, "like");
        Optional<String> by = Queries.text(request, "by");
        if (like.isPresent() != by.isPresent()) {
            throw Problem.badRequest("like and by belong together");
        }
        return like.map(id -> new SearchQuery.Like(id, by(by.orElseThrow())));
    }

    private static SearchQuery.By by(String text) {
        for (SearchQuery.By by : SearchQuery.By.values()) {
            if (by.name().toLowerCase(Locale.ROOT).equals(text)) {
                return by;
            }
        }
        throw Problem.badRequest("by is none of motion, picture, sound");
    }
}
