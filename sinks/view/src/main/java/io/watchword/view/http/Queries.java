package io.watchword.view.http;

import io.javalin.http.Context;
import io.watchword.view.access.Need;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the query part of an address says. */
final class Queries {
    static final Parameter STREAMS =
            Parameter.several("stream", "Of these streams; without it, of all.");
    static final Parameter LABELS = Parameter.several("label", "Having all of these labels.");
    static final Parameter FROM =
            Parameter.query("from", "Time", "Of what happened then or later; RFC 3339.");
    static final Parameter TO = Parameter.query("to", "Time", "Of what happened before; RFC 3339.");
    static final Parameter LIMIT =
            Parameter.query("limit", "Limit", "How many at most, 1 to 200; 50 without it.");

    private static final int USUAL_LIMIT = 50;
    private static final int MAX_GIVEN = 100;

    private Queries() {}

    /** A misspelt name, passed over in silence, would have the answer be of something else. */
    static void checkNames(Context request, Route route) {
        if (route.need() == Need.OPEN) {
            return; // others send people there, with names of their own
        }
        List<String> known =
                route.parameters().stream()
                        .filter(parameter -> parameter.in().equals("query"))
                        .map(Parameter::name)
                        .toList();
        for (String name : request.queryParamMap().keySet()) {
            if (!known.contains(name)) {
                throw Problem.badRequest(
                        "there is no parameter \""
                                + name
                                + "\", "
                                + (known.isEmpty()
                                        ? "this takes none"
                                        : "required one of " + String.join(", ", known)));
            }
        }
    }

    static Optional<String> text(Context request, String name) {
        return Optional.ofNullable(request.queryParam(name)).filter(text -> !text.isBlank());
    }

    static Set<String> texts(Context request, String name) {
        Set<String> texts = new LinkedHashSet<>();
        List<String> given = request.queryParams(name);
        if (given.size() > MAX_GIVEN) {
            throw Problem.badRequest(name + " is given " + given.size() + " times");
        }
        given.stream().filter(text -> !text.isBlank()).forEach(texts::add);
        return texts;
    }

    static Optional<Instant> time(Context request, String name) {
        return text(request, name).map(given -> time(name, given));
    }

    private static Instant time(String name, String given) {
        try {
            // A plus sign in an address is a space unless it is escaped.
            return OffsetDateTime.parse(given.replace(' ', '+')).toInstant();
        } catch (DateTimeException e) {
            throw Problem.badRequest(
                    name + " is no time such as 2026-05-04T14:03:10Z or ...+02:00");
        }
    }

    static int limit(Context request) {
        return text(request, "limit").map(Queries::number).orElse(USUAL_LIMIT);
    }

    private static int number(String given) {
        try {
            return Integer.parseInt(given);
        } catch (NumberFormatException e) {
            throw Problem.badRequest("limit is no whole number");
        }
    }
}
