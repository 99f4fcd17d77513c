package io.watchword.view.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.watchword.view.access.Tenants;
import io.watchword.view.lucene.LuceneEventSearch;
import io.watchword.view.search.OtherWords;
import io.watchword.view.search.QueryEmbedder;
import io.watchword.view.timeline.TimelineEntry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two share one server, with the real index, and neither ever hears of the other. */
class TwoTenantsTest {
    private static final int QUERIES = 200;
    private static final List<String> WORDS =
            List.of("van", "dog", "white", "gate", "stops", "runs", "night", "person", "zeppelin");
    private static final List<String> OURS = List.of("a-1", "a-2", "a-3");
    private static final List<String> THEIRS = List.of("b-1", "b-2", "b-3");

    private static Tenants tenants;
    private static ServedView served;
    private static LuceneEventSearch search;
    private static final Set<String> FOREIGN = new TreeSet<>(THEIRS);

    @BeforeAll
    static void start() throws IOException {
        Random random = new Random(8);
        tenants = new Tenants();
        served = ServedView.start(ViewAddress.local(0), Optional.of(tenants.control));
        search = LuceneEventSearch.inMemory(QueryEmbedder.NONE, OtherWords.NONE);
        List<String> streams = new ArrayList<>(OURS);
        streams.addAll(THEIRS);
        served.view.streams.addAll(streams);
        for (int number = 1; number <= 400; number++) {
            String stream = streams.get(random.nextInt(streams.size()));
            boolean foreign = THEIRS.contains(stream);
            String caption =
                    "A %s %s %s."
                            .formatted(
                                    word(random, 8), word(random, 8), foreign ? "zeppelin" : "x");
            TimelineEntry entry = Samples.entry(number, stream, caption, word(random, 3));
            served.view.entries.add(entry);
            search.entry(entry);
            if (foreign) {
                FOREIGN.add(entry.event().eventId());
            }
        }
        search.awaitIndexed();
        served.server.serve(served.view.parts(search));
    }

    @AfterAll
    static void stop() {
        served.close();
        search.close();
    }

    private static String word(Random random, int among) {
        return WORDS.get(random.nextInt(among));
    }

    private static String query(Random random) {
        StringBuilder query = new StringBuilder("?limit=" + (1 + random.nextInt(200)));
        List<String> streams = random.nextBoolean() ? THEIRS : OURS;
        if (random.nextInt(3) == 0) {
            query.append("&stream=").append(streams.get(random.nextInt(3)));
        }
        if (random.nextInt(4) == 0) {
            query.append("&label=").append(word(random, 3));
        }
        if (random.nextInt(4) == 0) {
            query.append("&from=2026-03-01T12:0").append(random.nextInt(7)).append(":00Z");
        }
        return query.toString();
    }

    @Test
    void twoHundredQueriesBringNothingOfTheOther() {
        String ours =
                "Bearer "
                        + tenants.give(
                                "ours",
                                "read:stream:a-1",
                                "read:stream:a-2",
                                "read:stream:a-3",
                                "search",
                                "subscribe",
                                "metrics");
        Random random = new Random(17);
        int seen = 0;
        for (int number = 0; number < QUERIES; number++) {
            String path =
                    switch (number % 5) {
                        case 0 -> "/api/v1/events" + query(random);
                        case 1 -> "/api/v1/streams" + query(random);
                        case 2 -> "/api/v1/events.csv" + query(random);
                        default ->
                                "/api/v1/search"
                                        + query(random)
                                        + "&q="
                                        + word(random, WORDS.size());
                    };
            String body = served.get(path, "Authorization", ours).body();

            assertThat(FOREIGN).as(path).noneMatch(body::contains);
            seen += body.contains("a-1") || body.contains("a-2") || body.contains("a-3") ? 1 : 0;
        }
        assertThat(seen).isGreaterThan(QUERIES / 3); // the queries can find something
        for (String id : FOREIGN) {
            for (String way : List.of("", "/keyframe", "/clip", "/trace")) {
                if (!THEIRS.contains(id)) {
                    assertThat(
                                    served.get("/api/v1/events/" + id + way, "Authorization", ours)
                                            .statusCode())
                            .isEqualTo(404);
                }
            }
        }
    }

    @Test
    void howManyThereAreOfTheOtherDoesNotShow() {
        String ours = "Bearer " + tenants.give("counts", "read:stream:a-1", "search");

        JsonNode foreignWord =
                ServedView.json(served.get("/api/v1/search?q=zeppelin", "Authorization", ours));
        JsonNode noWord =
                ServedView.json(served.get("/api/v1/search?q=qwzx", "Authorization", ours));

        assertThat(foreignWord).isEqualTo(noWord); // the same as of a word that is nowhere
    }
}
