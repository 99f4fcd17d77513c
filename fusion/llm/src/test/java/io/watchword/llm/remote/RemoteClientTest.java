package io.watchword.llm.remote;

import static io.watchword.contract.ErrorCode.DEADLINE_EXCEEDED;
import static io.watchword.contract.ErrorCode.FORBIDDEN_ADDRESS;
import static io.watchword.contract.ErrorCode.LIMIT_EXCEEDED;
import static io.watchword.contract.ErrorCode.OVERLOADED;
import static io.watchword.contract.ErrorCode.UNAUTHENTICATED;
import static io.watchword.contract.ErrorCode.UNAVAILABLE;
import static io.watchword.llm.testing.VllmAnswers.chunk;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.watchword.contract.ErrorCode;
import io.watchword.llm.RemoteConfig;
import io.watchword.llm.decode.Caller;
import io.watchword.llm.decode.DecodeOutcome;
import io.watchword.llm.decode.Refusal;
import io.watchword.llm.testing.FakeHttpModel;
import io.watchword.llm.testing.RemoteConfigs;
import io.watchword.llm.testing.TestCaller;
import io.watchword.llm.testing.VllmAnswers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RemoteClientTest {
    private static final String KEY = "sk-canary-9f2c41";
    private static final FakeHttpModel.Answer GOOD =
            FakeHttpModel.events(chunk("a", 97, -0.1, "stop"), "[DONE]");

    private final List<Duration> waits = new ArrayList<>();
    private final TestCaller caller = new TestCaller();

    /** Remembers the waits and takes none. */
    private boolean note(long ns, Caller waiting) {
        waits.add(Duration.ofNanos(ns));
        return !waiting.gone();
    }

    private RemoteClient client(RemoteConfig config) {
        // All bits set: the longest of the random waits.
        return new RemoteClient(config, Optional.of(ApiKey.of(KEY)), this::note, () -> -1L);
    }

    private static final class Collected implements AnswerReader {
        private final List<JsonNode> values = new ArrayList<>();
        private final CountDownLatch first = new CountDownLatch(1);

        @Override
        public synchronized void read(JsonNode value) {
            values.add(value);
            first.countDown();
        }

        @Override
        public synchronized boolean started() {
            return !values.isEmpty();
        }
    }

    private Optional<DecodeOutcome> post(RemoteConfigs config, FakeHttpModel server, Caller by) {
        try (RemoteClient client = client(config.at(server.url()))) {
            return client.post("completions", "{}".getBytes(UTF_8), new Collected(), by);
        }
    }

    private static void assertRefused(
            Optional<DecodeOutcome> outcome, ErrorCode code, String detail) {
        assertThat(outcome).contains(new DecodeOutcome.Refused(new Refusal(code, detail)));
    }

    @Test
    void triesAgainWhenTheServerIsBusyAndWaitsTwiceAsLong() {
        try (FakeHttpModel server =
                new FakeHttpModel(FakeHttpModel.json(429, ""), FakeHttpModel.json(503, ""), GOOD)) {
            Optional<DecodeOutcome> outcome = post(new RemoteConfigs(), server, caller);

            assertThat(outcome).isEmpty();
            assertThat(server.received()).hasSize(3);
            assertThat(waits).hasSize(2);
            assertThat(waits.get(0)).isBetween(Duration.ofMillis(399), Duration.ofMillis(400));
            assertThat(waits.get(1)).isBetween(Duration.ofMillis(799), Duration.ofMillis(800));
        }
    }

    @Test
    void waitsAsLongAsTheServerAsks() {
        try (FakeHttpModel server =
                new FakeHttpModel(FakeHttpModel.json(429, "", "Retry-After", "3"), GOOD)) {
            assertThat(post(new RemoteConfigs(), server, caller)).isEmpty();

            assertThat(waits).containsExactly(Duration.ofSeconds(3));
        }
    }

    @Test
    void doesNotWaitForAnAttemptThatWouldComeTooLate() {
        TestCaller hurried = new TestCaller(OptionalLong.of(SECONDS.toNanos(20)));
        try (FakeHttpModel server =
                new FakeHttpModel(FakeHttpModel.json(429, "", "Retry-After", "60"), GOOD)) {
            Optional<DecodeOutcome> outcome = post(new RemoteConfigs(), server, hurried);

            assertRefused(outcome, OVERLOADED, "the server answered 429");
            assertThat(waits).isEmpty();
        }
    }

    @Test
    void givesUpAfterTheLastRetry() {
        try (FakeHttpModel server = new FakeHttpModel(FakeHttpModel.json(502, "bad\ngateway"))) {
            Optional<DecodeOutcome> outcome = post(new RemoteConfigs(), server, caller);

            assertRefused(outcome, UNAVAILABLE, "the server answered 502: bad gateway");
            assertThat(server.received()).hasSize(3);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "400, MODEL_MISMATCH",
        "401, UNAUTHENTICATED",
        "403, UNAUTHENTICATED",
        "404, MODEL_MISMATCH",
        "413, LIMIT_EXCEEDED",
        "500, INVALID_OUTPUT",
        "501, INVALID_OUTPUT",
        "204, INVALID_OUTPUT"
    })
    void asksOnceWhenAskingAgainWouldNotHelp(int status, ErrorCode code) {
        String said = status == 204 ? "" : VllmAnswers.error(status, "no");
        try (FakeHttpModel server = new FakeHttpModel(FakeHttpModel.json(status, said), GOOD)) {
            Optional<DecodeOutcome> outcome = post(new RemoteConfigs(), server, caller);

            assertRefused(
                    outcome, code, "the server answered " + status + (status == 204 ? "" : ": no"));
            assertThat(server.received()).hasSize(1);
        }
    }

    @Test
    void beginsNotAnewOnceSomethingWasSaid() {
        FakeHttpModel.Answer half =
                (exchange, body, closing) -> {
                    exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
                    exchange.sendResponseHeaders(200, 5000); // and breaks off before
                    exchange.getResponseBody()
                            .write(
                                    ("data: " + chunk("a", 97, -0.1, null) + "\n\n")
                                            .getBytes(UTF_8));
                    exchange.getResponseBody().flush(); // what was said has left
                };
        try (FakeHttpModel server = new FakeHttpModel(half, GOOD)) {
            Optional<DecodeOutcome> outcome = post(new RemoteConfigs(), server, caller);

            assertRefused(outcome, UNAVAILABLE, "the answer broke off");
            assertThat(server.received()).hasSize(1);
        }
    }

    @Test
    void triesAgainWhenNobodyListens() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        try (RemoteClient client =
                client(new RemoteConfigs().at("http://127.0.0.1:" + port + "/v1"))) {
            Optional<DecodeOutcome> outcome =
                    client.post("completions", new byte[0], new Collected(), caller);

            assertRefused(outcome, UNAVAILABLE, "the server cannot be reached");
            assertThat(waits).hasSize(2);
        }
    }

    @Test
    void trustsNoServerThatDoesNotSpeakTls() throws Exception {
        try (ServerSocket plain = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                RemoteClient client =
                        client(
                                new RemoteConfigs()
                                        .at("https://127.0.0.1:" + plain.getLocalPort()))) {
            CompletableFuture<Optional<DecodeOutcome>> outcome =
                    CompletableFuture.supplyAsync(
                            () -> client.post("c", new byte[0], new Collected(), caller));
            try (Socket connection = plain.accept()) {
                connection.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(UTF_8));

                assertRefused(
                        outcome.get(20, SECONDS),
                        UNAUTHENTICATED,
                        "the server's certificate or TLS cannot be trusted");
            }
            assertThat(waits).isEmpty();
        }
    }

    @Test
    void followsNoRedirectSoThatTheKeyGoesNowhereElse() {
        try (FakeHttpModel other = new FakeHttpModel(GOOD);
                FakeHttpModel server =
                        new FakeHttpModel(
                                FakeHttpModel.json(307, "", "Location", other.url()), GOOD)) {
            Optional<DecodeOutcome> outcome = post(new RemoteConfigs(), server, caller);

            assertRefused(outcome, FORBIDDEN_ADDRESS, "the server answered 307");
            assertThat(other.received()).isEmpty();
            assertThat(server.received()).hasSize(1);
        }
    }

    @Test
    void theKeyIsInTheHeaderAndNowhereElse() {
        try (FakeHttpModel server =
                new FakeHttpModel(
                        FakeHttpModel.json(
                                401, VllmAnswers.error(401, "key " + KEY + " is wrong")))) {
            RemoteConfig config = new RemoteConfigs().apiKey("LLM_KEY").at(server.url());
            try (RemoteClient client = client(config)) {
                Optional<DecodeOutcome> outcome =
                        client.post("completions", "{}".getBytes(UTF_8), new Collected(), caller);

                assertThat(server.received().get(0).headers().getFirst("Authorization"))
                        .isEqualTo("Bearer " + KEY);
                assertRefused(
                        outcome,
                        UNAUTHENTICATED,
                        "the server answered 401: key [redacted] is wrong");
                assertThat(outcome + "" + config + ApiKey.of(KEY)).doesNotContain(KEY);
            }
        }
    }

    @Test
    void aKeyThatCannotStandInAHeaderIsRefusedWithoutBeingShown() {
        assertThatThrownBy(() -> ApiKey.find(Optional.of("K"), name -> Optional.of("ca\nnary")))
                .hasMessageStartingWith("llm.remote.apiKey: an API key is not ")
                .hasMessageNotContaining("nary");
        assertThat(ApiKey.of(" k1\n").authorization()).isEqualTo("Bearer k1");
    }

    @Test
    void endsAnAttemptThatTakesTooLong() {
        try (FakeHttpModel server = new FakeHttpModel(FakeHttpModel.silence())) {
            Optional<DecodeOutcome> outcome =
                    post(new RemoteConfigs().timeout(Duration.ofMillis(50)), server, caller);

            assertRefused(outcome, DEADLINE_EXCEEDED, "the server did not answer in time");
        }
    }

    @Test
    void endsAnAnswerThatStopsComing() {
        try (FakeHttpModel server =
                new FakeHttpModel(FakeHttpModel.eventsAndSilence(chunk("a", 97, -0.1, null)))) {
            TestCaller hurried = new TestCaller(OptionalLong.of(MILLISECONDS.toNanos(300)));
            Optional<DecodeOutcome> outcome = post(new RemoteConfigs(), server, hurried);

            assertRefused(outcome, DEADLINE_EXCEEDED, "the answer did not end in time");
        }
    }

    @Test
    void stopsAtOnceWhenTheCallerGoesAndTheServerLearnsIt() throws Exception {
        CountDownLatch brokenPipe = new CountDownLatch(1);
        FakeHttpModel.Answer endless =
                (exchange, body, closing) -> {
                    try {
                        FakeHttpModel.send(exchange, chunk("a", 97, -0.1, null));
                        while (closing.getCount() > 0) {
                            exchange.getResponseBody().write(": still here\n".getBytes(UTF_8));
                            exchange.getResponseBody().flush();
                        }
                    } catch (IOException e) {
                        brokenPipe.countDown();
                    }
                };
        Collected collected = new Collected();
        try (FakeHttpModel server = new FakeHttpModel(endless);
                RemoteClient client =
                        client(new RemoteConfigs().maxResponseBytes(64L << 20).at(server.url()))) {
            CompletableFuture<Optional<DecodeOutcome>> outcome =
                    CompletableFuture.supplyAsync(
                            () -> client.post("completions", new byte[0], collected, caller));
            assertThat(collected.first.await(20, SECONDS)).isTrue();

            caller.leave();

            assertThat(outcome.get(20, SECONDS)).contains(new DecodeOutcome.Stopped());
            assertThat(brokenPipe.await(20, SECONDS)).isTrue();
            assertThat(caller.watches()).isZero();
        }
    }

    @Test
    void triesNotAgainForACallerWhoWentInBetween() {
        try (FakeHttpModel server = new FakeHttpModel(FakeHttpModel.json(503, ""), GOOD);
                RemoteClient client =
                        new RemoteClient(
                                new RemoteConfigs().at(server.url()),
                                Optional.empty(),
                                (ns, waiting) -> {
                                    caller.leave();
                                    return false;
                                },
                                () -> 0)) {
            assertThat(client.post("completions", new byte[0], new Collected(), caller))
                    .contains(new DecodeOutcome.Stopped());
            assertThat(server.received()).hasSize(1);
        }
    }

    @Test
    void asksNothingForACallerWhoHasGone() {
        caller.leave();
        try (FakeHttpModel server = new FakeHttpModel(GOOD)) {
            assertThat(post(new RemoteConfigs(), server, caller))
                    .contains(new DecodeOutcome.Stopped());
            assertThat(server.received()).isEmpty();
        }
    }

    @Test
    void aWaitEndsWhenTheCallerGoes() throws Exception {
        CompletableFuture<Boolean> waited =
                CompletableFuture.supplyAsync(
                        () -> {
                            try {
                                return Pause.REAL.await(SECONDS.toNanos(600), caller);
                            } catch (InterruptedException e) {
                                throw new IllegalStateException(e);
                            }
                        });

        caller.leave();

        assertThat(waited.get(20, SECONDS)).isFalse();
        assertThat(Pause.REAL.await(1, new TestCaller())).isTrue();
    }

    @Test
    void readsNoMoreThanItMay() {
        try (FakeHttpModel server =
                new FakeHttpModel(
                        FakeHttpModel.json(200, "{\"a\":\"" + "x".repeat(2000) + "\"}"))) {
            Optional<DecodeOutcome> outcome =
                    post(new RemoteConfigs().maxResponseBytes(1024), server, caller);

            assertRefused(outcome, LIMIT_EXCEEDED, "the answer has more than 1024 bytes");
        }
    }
}
