package io.watchword.llm.testing;

import io.watchword.llm.LlmConfig;
import io.watchword.llm.RemoteConfig;
import io.watchword.llm.RemoteConfig.Protocol;
import io.watchword.llm.RemoteConfig.TensorType;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A remote section being made: what tests change, and the defaults for the rest. */
public final class RemoteConfigs {
    private Protocol protocol = Protocol.COMPLETIONS;
    private Optional<String> apiKey = Optional.empty();
    private boolean plainHttp;
    private TensorType tensorType = TensorType.FLOAT32;
    private boolean stream = true;
    private boolean logprobs = true;
    private List<String> stop = List.of();
    private int maxKeyframes = 8;
    private Duration timeout = Duration.ofSeconds(20);
    private int maxRetries = 2;
    private long maxResponseBytes = 1 << 20;

    public RemoteConfigs protocol(Protocol value) {
        protocol = value;
        return this;
    }

    public RemoteConfigs apiKey(String name) {
        apiKey = Optional.of(name);
        return this;
    }

    public RemoteConfigs plainHttp() {
        plainHttp = true;
        return this;
    }

    public RemoteConfigs tensorType(TensorType value) {
        tensorType = value;
        return this;
    }

    public RemoteConfigs whole() {
        stream = false;
        return this;
    }

    public RemoteConfigs withoutLogprobs() {
        logprobs = false;
        return this;
    }

    public RemoteConfigs stop(String... texts) {
        stop = List.of(texts);
        return this;
    }

    public RemoteConfigs maxKeyframes(int value) {
        maxKeyframes = value;
        return this;
    }

    public RemoteConfigs timeout(Duration value) {
        timeout = value;
        return this;
    }

    public RemoteConfigs maxRetries(int value) {
        maxRetries = value;
        return this;
    }

    public RemoteConfigs maxResponseBytes(long value) {
        maxResponseBytes = value;
        return this;
    }

    public RemoteConfig at(String url) {
        return new RemoteConfig(
                protocol,
                Optional.of(url),
                Optional.of("m"),
                apiKey,
                plainHttp,
                tensorType,
                stream,
                logprobs,
                stop,
                RemoteConfig.DEFAULT.instruction(),
                maxKeyframes,
                Duration.ofSeconds(5),
                timeout,
                maxRetries,
                Duration.ofMillis(400),
                4,
                maxResponseBytes);
    }

    /** The section with this part, all else as it is by default. */
    public static LlmConfig llm(RemoteConfig remote) {
        LlmConfig usual = LlmConfig.DEFAULT;
        return new LlmConfig(
                usual.host(),
                usual.port(),
                usual.decodeThreads(),
                usual.maxBatchSize(),
                usual.maxQueued(),
                usual.cachePositions(),
                usual.prefillPositions(),
                usual.drainTimeout(),
                usual.maxCallsPerConnection(),
                remote);
    }
}
