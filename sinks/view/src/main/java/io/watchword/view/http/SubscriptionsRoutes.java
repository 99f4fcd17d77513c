package io.watchword.view.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.watchword.contract.Hit;
import io.watchword.contract.HitCodec;
import io.watchword.contract.StandingSubscription;
import io.watchword.contract.StandingSubscriptionCodec;
import io.watchword.view.access.AccessControl;
import io.watchword.view.access.Need;
import io.watchword.view.access.Rights;
import io.watchword.view.feed.Cursor;
import io.watchword.view.subscribe.HitPage;
import io.watchword.view.subscribe.Preview;
import io.watchword.view.subscribe.RefusedEntries;
import io.watchword.view.subscribe.SubscriptionDefaults;
import io.watchword.view.subscribe.SubscriptionDraft;
import io.watchword.view.subscribe.Subscriptions;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/** What people want to be told of, what it would have caught, and what it did. */
final class SubscriptionsRoutes {
    private static final String ALL = "/api/v1/subscriptions";
    private static final String ONE = "/api/v1/subscriptions/{id}";

    private final Supplier<ViewParts> parts;
    private final Optional<AccessControl> control;
    private final Clock clock;

    /**
     * @param control empty where nobody needs to sign in
     */
    SubscriptionsRoutes(Supplier<ViewParts> parts, Optional<AccessControl> control, Clock clock) {
        this.parts = parts;
        this.control = control;
        this.clock = clock;
    }

    List<Route> routes() {
        Parameter id = Parameter.path("id", "The subscription.");
        return List.of(
                Route.get(
                        ALL,
                        "The caller's subscriptions, the oldest first.",
                        Need.SUBSCRIBE,
                        List.of(),
                        Route.Answer.json("Subscriptions"),
                        this::list),
                Route.post(
                        ALL,
                        "Store a subscription, or change the one with its id.",
                        Need.SUBSCRIBE,
                        "SubscriptionDraft",
                        Route.Answer.created("Subscription"),
                        this::add),
                Route.post(
                        ALL + "/bulk",
                        "Store or change many subscriptions, all or none of them.",
                        Need.SUBSCRIBE,
                        "SubscriptionDrafts",
                        Route.Answer.created("Subscriptions"),
                        this::addAll),
                Route.post(
                        ALL + "/preview",
                        "What a subscription would have caught, in the last day unless a span is"
                                + " given.",
                        Need.SUBSCRIBE,
                        "SubscriptionDraft",
                        Route.Answer.json("Preview"),
                        this::preview),
                Route.get(
                        ONE,
                        "One subscription.",
                        Need.SUBSCRIBE,
                        List.of(id),
                        Route.Answer.json("Subscription"),
                        this::one),
                Route.delete(
                        ONE,
                        "Remove a subscription; what it caught stays.",
                        Need.SUBSCRIBE,
                        List.of(id),
                        this::remove),
                Route.get(
                        ONE + "/hits",
                        "What a subscription caught, the oldest first.",
                        Need.SUBSCRIBE,
                        List.of(
                                id,
                                Parameter.query(
                                        "after", "Text", "Goes on from next of the page before."),
                                Queries.LIMIT),
                        Route.Answer.json("CaughtHits"),
                        this::hits));
    }

    private void list(Context request, Rights rights) {
        ObjectNode answer = Json.object();
        ArrayNode all = answer.putArray("subscriptions");
        parts.get().subscriptions().list(rights).forEach(one -> all.add(json(one)));
        Json.answer(request, answer);
    }

    private void add(Context request, Rights rights) {
        StandingSubscription added =
                parts.get().subscriptions().add(DraftJson.draft(Json.body(request)), rights);
        request.status(201);
        Json.answer(request, json(added));
    }

    /** With how long it goes on if its owner is not seen again; null for ever. */
    private ObjectNode json(StandingSubscription subscription) {
        ObjectNode node = StandingSubscriptionCodec.json(subscription);
        node.put(
                "goesOnUntil",
                control.flatMap(known -> known.goOnUntil(subscription.owner()))
                        .map(Instant::toString)
                        .orElse(null));
        return node;
    }

    private void addAll(Context request, Rights rights) {
        JsonNode list = Json.body(request).path("subscriptions");
        if (!list.isArray() || list.isEmpty() || list.size() > Subscriptions.MOST_AT_ONCE) {
            throw Problem.badRequest(
                    "subscriptions: required a list of 1 to " + Subscriptions.MOST_AT_ONCE);
        }
        List<SubscriptionDraft> drafts = new ArrayList<>();
        SortedMap<Integer, String> problems = new TreeMap<>();
        for (JsonNode one : list) {
            try {
                drafts.add(DraftJson.draft(one));
            } catch (Problem e) {
                problems.put(drafts.size() + problems.size(), e.text());
            }
        }
        try {
            if (!problems.isEmpty()) {
                throw new RefusedEntries(problems);
            }
            ObjectNode answer = Json.object();
            ArrayNode all = answer.putArray("subscriptions");
            parts.get().subscriptions().addAll(drafts, rights).forEach(one -> all.add(json(one)));
            request.status(201);
            Json.answer(request, answer);
        } catch (RefusedEntries e) {
            throw Problem.badEntries(String.valueOf(e.getMessage()), e.problems());
        }
    }

    private void one(Context request, Rights rights) {
        StandingSubscription found =
                parts.get()
                        .subscriptions()
                        .find(request.pathParam("id"), rights)
                        .orElseThrow(SubscriptionsRoutes::none);
        Json.answer(request, json(found));
    }

    private void remove(Context request, Rights rights) {
        if (!parts.get().subscriptions().remove(request.pathParam("id"), rights)) {
            throw none();
        }
        request.status(204);
    }

    private static Problem none() {
        return Problem.notFound("there is no such subscription");
    }

    private void preview(Context request, Rights rights) {
        JsonNode body = Json.body(request);
        Instant now = clock.instant();
        Instant to = DraftJson.time(body, "to").orElse(now);
        Instant from = DraftJson.time(body, "from").orElse(to.minus(SubscriptionDefaults.PREVIEW));
        Preview preview =
                parts.get()
                        .subscriptions()
                        .preview(
                                DraftJson.draft(body),
                                from,
                                to,
                                SubscriptionDefaults.PREVIEW_HITS,
                                rights);
        ObjectNode answer = Json.object();
        put(answer.putArray("hits"), preview.hits(), rights);
        answer.put("looked", preview.looked());
        answer.put("lookedBy", lookedBy(preview));
        answer.put("toldLate", preview.toldLate());
        answer.put("found", preview.found());
        answer.put("cutShort", preview.cutShort());
        Json.answer(request, answer);
    }

    private static String lookedBy(Preview preview) {
        if (preview.toldLate() == 0) {
            return "happened";
        }
        return preview.byRecording() ? "recorded" : "both";
    }

    private void hits(Context request, Rights rights) {
        HitPage page =
                parts.get()
                        .subscriptions()
                        .hits(
                                request.pathParam("id"),
                                Queries.text(request, "after").map(Cursor::parse),
                                Queries.limit(request),
                                rights)
                        .orElseThrow(SubscriptionsRoutes::none);
        ObjectNode answer = Json.object();
        put(answer.putArray("hits"), page.hits(), rights);
        answer.put("next", page.next().text());
        answer.put("more", page.more());
        Json.answer(request, answer);
    }

    /** With the event as it stands now, if it is still known. */
    private void put(ArrayNode array, List<Hit> hits, Rights rights) {
        for (Hit hit : hits) {
            ObjectNode node = HitCodec.json(hit);
            parts.get()
                    .timelines()
                    .event(hit.eventId(), rights)
                    .ifPresentOrElse(
                            entry -> node.set("event", EventJson.of(entry)),
                            () -> node.putNull("event"));
            array.add(node);
        }
    }
}
