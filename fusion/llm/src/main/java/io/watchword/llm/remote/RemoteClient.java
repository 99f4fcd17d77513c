package io.watchword.llm.remote;

import static io.watchword.contract.ErrorCode.DEADLINE_EXCEEDED;
import static io.watchword.contract.ErrorCode.INVALID_OUTPUT;
import static io.watchword.contract.ErrorCode.UNAUTHENTICATED;
import static io.watchword.contract.ErrorCode.UNAVAILABLE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.watchword.llm.RemoteConfig;
import io.watchword.llm.decode.Caller;
import io.watchword.llm.decode.DecodeOutcome;
import io.watchword.llm.decode.Refusal;
import java.io.ByteArrayOutputStream;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Posts requests to one server and hands on what it answers. Tries again, after a random wait that
 * doubles, when the server is busy or away and nothing was handed on yet. Follows no redirect. Owns
 * its connections and threads. Thread-safe.
 */
final class RemoteClient implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX_ERROR_BYTES = 16 << 10;
    private static final String DONE = "[DONE]";

    private final RemoteConfig config;
    private final Optional<ApiKey> apiKey;
    private final Pause pause;
    private final RandomGenerator random;
    private final ExecutorService threads;
    private final HttpClient http;

    /**
     * @param random spreads the waits; must be thread-safe
     */
    RemoteClient(
            RemoteConfig config, Optional<ApiKey> apiKey, Pause pause, RandomGenerator random) {
        this.config = requireNonNull(config, "config is null");
        this.apiKey = requireNonNull(apiKey, "apiKey is null");
        this.pause = requireNonNull(pause, "pause is null");
        this.random = requireNonNull(random, "random is null");
        AtomicInteger number = new AtomicInteger();
        this.threads =
                Executors.newCachedThreadPool(
                        task -> {
                            Thread thread =
                                    new Thread(task, "llm-remote-" + number.incrementAndGet());
                            thread.setDaemon(true);
                            return thread;
                        });
        this.http =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1) // servers drop bodies on an upgrade
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .connectTimeout(config.connectTimeout())
                        .executor(threads)
                        .build();
    }

    /**
     * Connects to nothing yet.
     *
     * @param secrets where the API key is, by the name that the configuration gives
     * @throws IllegalArgumentException if the key is missing or cannot be used
     */
    static RemoteClient open(RemoteConfig config, Function<String, Optional<String>> secrets) {
        return new RemoteClient(
                config,
                ApiKey.find(config.apiKey(), secrets),
                Pause.REAL,
                () -> ThreadLocalRandom.current().nextLong());
    }

    /**
     * Returns empty when the whole answer was read, else why not.
     *
     * @param operation of the API, after the configured address
     */
    Optional<DecodeOutcome> post(
            String operation, byte[] json, AnswerReader reader, Caller caller) {
        try {
            for (int attempt = 0; !caller.gone(); attempt++) {
                try {
                    exchange(operation, json, reader, caller);
                    return caller.gone()
                            ? Optional.of(new DecodeOutcome.Stopped())
                            : Optional.empty();
                } catch (RemoteFailure failure) {
                    boolean again = !caller.gone() && again(failure, attempt, reader, caller);
                    if (!again && !caller.gone()) {
                        return Optional.of(new DecodeOutcome.Refused(failure.refusal()));
                    }
                }
            }
            return Optional.of(new DecodeOutcome.Stopped());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of(
                    new DecodeOutcome.Refused(new Refusal(UNAVAILABLE, "server is stopping")));
        }
    }

    /** Waits for the next attempt; false if there is none, or if it would come too late. */
    private boolean again(RemoteFailure failure, int attempt, AnswerReader reader, Caller caller)
            throws InterruptedException {
        if (!failure.retryable() || reader.started() || attempt >= config.maxRetries()) {
            return false;
        }
        long mostNs = config.retryBackoff().toNanos() << attempt;
        long waitNs =
                Math.max(
                        failure.retryAfter().toNanos(),
                        mostNs / 2 + (long) (random.nextDouble() * mostNs / 2));
        return waitNs < caller.remainingNs().orElse(config.timeout().toNanos())
                && pause.await(waitNs, caller);
    }

    private void exchange(String operation, byte[] json, AnswerReader reader, Caller caller)
            throws RemoteFailure, InterruptedException {
        long timeoutNs = config.timeout().toNanos();
        long deadlineNs =
                System.nanoTime() + Math.min(timeoutNs, caller.remainingNs().orElse(timeoutNs));
        BodyQueue body = new BodyQueue(config.maxResponseBytes());
        CompletableFuture<HttpResponse<BodyQueue>> sent =
                http.sendAsync(request(operation, json), head -> body);
        Runnable end =
                () -> {
                    sent.cancel(true);
                    body.stop();
                };
        try (Caller.Watch watch = caller.onGone(end)) {
            HttpResponse<BodyQueue> head = head(sent, deadlineNs);
            if (head.statusCode() != 200) {
                throw StatusFailure.of(
                        head.statusCode(),
                        errorText(body, deadlineNs),
                        head.headers().firstValue("Retry-After"),
                        this::redact);
            }
            if (contentType(head).startsWith("text/event-stream")) {
                readEvents(body, deadlineNs, reader);
            } else {
                reader.read(parse(new String(whole(body, deadlineNs), UTF_8)));
            }
        } finally {
            end.run();
        }
    }

    private HttpRequest request(String operation, byte[] json) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(config.endpoint(operation))
                        .header("Content-Type", "application/json")
                        .header("Accept", "text/event-stream, application/json")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(json));
        apiKey.ifPresent(key -> request.header("Authorization", key.authorization()));
        return request.build();
    }

    private static HttpResponse<BodyQueue> head(
            CompletableFuture<HttpResponse<BodyQueue>> sent, long deadlineNs)
            throws RemoteFailure, InterruptedException {
        try {
            return sent.get(Math.max(0, deadlineNs - System.nanoTime()), NANOSECONDS);
        } catch (TimeoutException e) {
            throw RemoteFailure.lasting(DEADLINE_EXCEEDED, "the server did not answer in time");
        } catch (CancellationException e) {
            throw RemoteFailure.lasting(DEADLINE_EXCEEDED, "nobody waits any more");
        } catch (ExecutionException e) {
            throw connecting(e.getCause());
        }
    }

    private static RemoteFailure connecting(@Nullable Throwable cause) {
        for (@Nullable Throwable at = cause; at != null; at = at.getCause()) {
            if (at instanceof SSLException) {
                return RemoteFailure.lasting(
                        UNAUTHENTICATED, "the server's certificate or TLS cannot be trusted");
            }
            if (at instanceof ConnectException || at instanceof HttpConnectTimeoutException) {
                return RemoteFailure.passing(
                        UNAVAILABLE, "the server cannot be reached", Duration.ZERO);
            }
        }
        return RemoteFailure.lasting(UNAVAILABLE, "the connection broke off before an answer");
    }

    private static String contentType(HttpResponse<?> head) {
        return head.headers().firstValue("Content-Type").orElse("").toLowerCase(Locale.ROOT);
    }

    private static void readEvents(BodyQueue body, long deadlineNs, AnswerReader reader)
            throws RemoteFailure, InterruptedException {
        ServerSentEvents events = new ServerSentEvents();
        while (true) {
            Optional<byte[]> piece = body.next(deadlineNs);
            if (piece.isEmpty()) {
                return; // the reader knows whether something is missing
            }
            for (String event : events.feed(piece.get())) {
                if (event.equals(DONE)) {
                    return;
                }
                reader.read(parse(event));
            }
        }
    }

    private static JsonNode parse(String text) throws RemoteFailure {
        try {
            JsonNode value = JSON.readTree(text);
            if (value.isObject()) {
                return value;
            }
        } catch (JsonProcessingException e) {
            // Said below; the text itself may hold anything.
        }
        throw RemoteFailure.lasting(INVALID_OUTPUT, "the answer is no JSON object");
    }

    private static byte[] whole(BodyQueue body, long deadlineNs)
            throws RemoteFailure, InterruptedException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        while (true) {
            Optional<byte[]> piece = body.next(deadlineNs);
            if (piece.isEmpty()) {
                return all.toByteArray();
            }
            all.writeBytes(piece.get());
        }
    }

    /** The beginning of what an error says, as far as it comes. */
    private static String errorText(BodyQueue body, long deadlineNs) throws InterruptedException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try {
            while (text.size() < MAX_ERROR_BYTES) {
                Optional<byte[]> piece = body.next(deadlineNs);
                if (piece.isEmpty()) {
                    break;
                }
                text.writeBytes(piece.get());
            }
        } catch (RemoteFailure broken) {
            // The status says enough.
        }
        return text.toString(UTF_8);
    }

    /** A text without our key. */
    String redact(String text) {
        return apiKey.map(key -> key.redact(text)).orElse(text);
    }

    /** Ends what is under way. */
    @Override
    public void close() {
        threads.shutdownNow();
    }
}
