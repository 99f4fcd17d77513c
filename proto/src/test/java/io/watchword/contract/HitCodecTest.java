package io.watchword.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HitCodecTest {
    private static final Hit FULL =
            new Hit(
                    Ids.hitId("yard-1", "e"),
                    new Hit.Subscription("yard-1", 2, "Runners", "alice"),
                    "e",
                    3,
                    "yard",
                    new TimeSpan(5, 9),
                    Optional.of(Instant.parse("2026-01-31T06:00:00Z")),
                    Instant.parse("2026-01-31T06:00:00Z"),
                    true,
                    "By day: a person runs.\n<b>",
                    "en",
                    new Hit.Why(
                            List.of("person", "runs"),
                            Optional.of(0.31f),
                            List.of("motion"),
                            Hit.Verdict.YES,
                            Optional.of(0.9f)),
                    Optional.of("door-bell"),
                    Instant.parse("2026-01-31T06:00:02.5Z"));
    private static final Hit LEAST =
            new Hit(
                    Ids.hitId("a", "e"),
                    new Hit.Subscription("a", 1, "", "local"),
                    "e",
                    1,
                    "yard",
                    new TimeSpan(5, 5),
                    Optional.empty(),
                    Instant.EPOCH,
                    false,
                    "",
                    "ru",
                    new Hit.Why(
                            List.of(),
                            Optional.empty(),
                            List.of(),
                            Hit.Verdict.NOT_ASKED,
                            Optional.empty()),
                    Optional.empty(),
                    Instant.EPOCH);

    @Test
    void readsWhatItWrote() {
        for (Hit hit : List.of(FULL, LEAST)) {
            assertThat(HitCodec.decode(HitCodec.encode(hit))).isEqualTo(new Decoded.Valid<>(hit));
        }
    }

    @Test
    void writesWhatTheSchemaDescribes() throws IOException {
        for (Hit hit : List.of(FULL, LEAST)) {
            assertThat(
                            StandingSubscriptionCodecTest.schema("hit")
                                    .validate(
                                            StandingSubscriptionCodecTest.read(
                                                    HitCodec.encode(hit))))
                    .isEmpty();
        }
    }

    @Test
    void refusesWhatTheSchemaRefuses() throws IOException {
        ObjectNode hit = (ObjectNode) StandingSubscriptionCodecTest.read(HitCodec.encode(FULL));
        for (String field :
                List.of(
                        "hitId",
                        "subscription",
                        "eventId",
                        "revision",
                        "streamId",
                        "startUs",
                        "endUs",
                        "happenedAt",
                        "part",
                        "caption",
                        "language",
                        "why",
                        "matchedAt")) {
            ObjectNode without = hit.deepCopy();
            without.remove(field);
            assertThat(StandingSubscriptionCodecTest.schema("hit").validate(without))
                    .as(field)
                    .isNotEmpty();
            assertThat(HitCodec.decode(without.toString().getBytes(UTF_8)))
                    .as(field)
                    .isInstanceOf(Decoded.Invalid.class);
        }
    }

    @Test
    void anotherRevisionOfAnEventIsTheSameHit() {
        assertThat(Ids.hitId("a", "e"))
                .isEqualTo(Ids.hitId("a", "e"))
                .isNotEqualTo(Ids.hitId("b", "e"))
                .isNotEqualTo(Ids.hitId("a", "f"));
    }
}
