package io.watchword.llm;

import static io.watchword.contract.Checks.checkArgument;
import static java.util.Objects.requireNonNull;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The {@code llm.remote} section of pipeline.yaml: a language model on another server.
 *
 * @param url address of the API up to and with its version, as {@code https://host/v1}
 * @param model name of the model on that server
 * @param apiKey where the key is: {@code secret:NAME} or the name of an environment variable
 * @param plainHttp whether {@code http} may leave this machine
 * @param tensorType numbers in which embeddings are sent
 * @param stream whether the answer comes token by token
 * @param logprobs whether the probability of each token is asked for; without it no answer has a
 *     confidence
 * @param stop texts that end an answer, beside the model's own end token
 * @param instruction what a chat model is told, {@code {language}} standing for the language
 * @param maxKeyframes pictures in one chat request
 * @param connectTimeout longest wait for a connection
 * @param timeout longest time of one attempt, connection and answer in
 * @param maxRetries further attempts when the reason may pass by itself
 * @param retryBackoff longest wait before the first retry; doubles with each
 * @param maxInFlight requests on the way at the same time
 * @param maxResponseBytes of one answer
 */
public record RemoteConfig(
        Protocol protocol,
        Optional<String> url,
        Optional<String> model,
        Optional<String> apiKey,
        boolean plainHttp,
        TensorType tensorType,
        boolean stream,
        boolean logprobs,
        List<String> stop,
        String instruction,
        int maxKeyframes,
        Duration connectTimeout,
        Duration timeout,
        int maxRetries,
        Duration retryBackoff,
        int maxInFlight,
        long maxResponseBytes) {
    /** How the other server is spoken to. */
    public enum Protocol {
        /** Not at all: the bundle's own decoder answers. */
        NONE,
        /** OpenAI's completions with vLLM's {@code prompt_embeds}. */
        COMPLETIONS,
        /** OpenAI's chat completions with key frames. */
        CHAT
    }

    /** Numbers of an embedding on the wire. */
    public enum TensorType {
        FLOAT32,
        BFLOAT16,
        FLOAT16
    }

    /** The place of the language's name in an instruction. */
    public static final String LANGUAGE = "{language}";

    private static final int MAX_STOPS = 4; // what OpenAI's API takes
    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|\\[[0-9a-fA-F:.]+\\]");

    public static final RemoteConfig DEFAULT =
            new RemoteConfig(
                    Protocol.NONE,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    false,
                    TensorType.FLOAT32,
                    true,
                    true,
                    List.of(),
                    "The pictures show one event, in order. Say in one sentence of {language} what"
                            + " happens, and nothing that cannot be seen.",
                    8,
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(15),
                    2,
                    Duration.ofMillis(500),
                    4,
                    1L << 20);

    public RemoteConfig {
        requireNonNull(protocol, "llm.remote.protocol is missing");
        requireNonNull(tensorType, "llm.remote.tensorType is missing");
        stop = List.copyOf(stop);
        checkArgument(
                stop.size() <= MAX_STOPS && stop.stream().noneMatch(String::isEmpty),
                "llm.remote.stop is not at most %d texts, none of them empty",
                MAX_STOPS);
        if (protocol != Protocol.NONE) {
            checkArgument(
                    url.isPresent(), "llm.remote.url is missing, protocol %s needs it", protocol);
            checkArgument(
                    model.isPresent() && !model.get().isBlank(),
                    "llm.remote.model is missing, protocol %s needs it",
                    protocol);
        }
        checkArgument(
                logprobs || protocol != Protocol.COMPLETIONS,
                "llm.remote.logprobs is false: only servers of protocol chat can do without");
        url.ifPresent(text -> checkUrl(text, plainHttp));
        checkArgument(!instruction.isBlank(), "llm.remote.instruction is blank");
        within("maxKeyframes", maxKeyframes, 1, 64);
        positive("connectTimeout", connectTimeout);
        positive("timeout", timeout);
        within("maxRetries", maxRetries, 0, 10);
        checkArgument(
                !retryBackoff.isNegative(),
                "llm.remote.retryBackoff is negative: %s",
                retryBackoff);
        within("maxInFlight", maxInFlight, 1, 256);
        checkArgument(
                maxResponseBytes >= 1024 && maxResponseBytes <= 64L << 20,
                "llm.remote.maxResponseBytes is %d, not in [1KB, 64MB]",
                maxResponseBytes);
    }

    private static void within(String key, int value, int least, int most) {
        checkArgument(
                value >= least && value <= most,
                "llm.remote.%s is %d, not in [%d, %d]",
                key,
                value,
                least,
                most);
    }

    private static void positive(String key, Duration value) {
        checkArgument(value.toMillis() > 0, "llm.remote.%s is not positive: %s", key, value);
    }

    /** The text itself stays out of messages where it may hold a password. */
    private static void checkUrl(String text, boolean plainHttp) {
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("llm.remote.url is no address");
        }
        checkArgument(
                uri.getHost() != null && uri.getRawUserInfo() == null,
                "llm.remote.url is not https://HOST/PATH without user and password; a key goes to"
                        + " llm.remote.apiKey");
        checkArgument(
                uri.getRawQuery() == null && uri.getRawFragment() == null,
                "llm.remote.url has a query or a fragment");
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        checkArgument(
                scheme.equals("https") || scheme.equals("http"),
                "llm.remote.url begins with %s, required https",
                scheme);
        checkArgument(
                scheme.equals("https") || plainHttp || isLoopback(uri.getHost()),
                "llm.remote.url is plain http to %s: take https, or allow it with"
                        + " llm.remote.plainHttp",
                uri.getHost());
    }

    /** By the name alone: nothing is asked of a name server. */
    private static boolean isLoopback(String host) {
        if (host.equalsIgnoreCase("localhost")) {
            return true;
        }
        try {
            return ADDRESS.matcher(host).matches()
                    && InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /** Where an operation of the API is. */
    public URI endpoint(String operation) {
        String base = url.orElseThrow();
        return URI.create((base.endsWith("/") ? base : base + "/") + operation);
    }
}
