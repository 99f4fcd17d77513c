package io.watchword.deploy.log;

import io.watchword.contract.bundle.ModelBundle;
import io.watchword.deploy.UserMistake;
import io.watchword.fusion.log.StoredStream.StoredBundle;
import io.watchword.llm.LlmConfig;
import io.watchword.llm.grpc.LlmServer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A language model for what is stored: that of the run that holds the data directory, or one that
 * this starts for the moment, on loopback. Closes what it started.
 */
public final class ModelAtHand implements AutoCloseable {
    private final String target;
    private final String bundle;
    private final String bundleSha256;
    private final @Nullable LlmServer started;

    private ModelAtHand(
            String target, String bundle, String bundleSha256, @Nullable LlmServer started) {
        this.target = target;
        this.bundle = bundle;
        this.bundleSha256 = bundleSha256;
        this.started = started;
    }

    /**
     * Which model is wanted.
     *
     * @param running gRPC target of a run's model; taken unless a bundle is asked for
     * @param asked for on the command line
     * @param usual when none is asked for
     * @param secrets values that the configuration only names
     */
    public record Wish(
            Optional<String> running,
            Optional<Path> asked,
            Path usual,
            LlmConfig config,
            Function<String, Optional<String>> secrets) {}

    /**
     * Finds or starts a model that reads stored embeddings.
     *
     * @throws UserMistake if the bundle reads other embeddings than those stored, or cannot be run
     */
    public static ModelAtHand open(Wish wish, StoredBundle stored) {
        if (wish.asked().isEmpty() && wish.running().isPresent()) {
            return new ModelAtHand(wish.running().get(), stored.name(), stored.sha256(), null);
        }
        try {
            ModelBundle bundle = ModelBundle.open(wish.asked().orElse(wish.usual()));
            if (!bundle.readsEmbeddingsOf(stored.sha256())) {
                throw new UserMistake(
                        "what is stored was made by bundle %s (%.12s), which %s (%.12s) cannot read: %s"
                                .formatted(
                                        stored.name(),
                                        stored.sha256(),
                                        bundle.name(),
                                        bundle.sha256(),
                                        wish.asked().isEmpty()
                                                ? "give the right one with --bundle"
                                                : "its bundle.json does not name the other under"
                                                        + " readsEmbeddingsOf"));
            }
            LlmServer server = LlmServer.start(wish.config().withPort(0), bundle, wish.secrets());
            return new ModelAtHand(
                    "127.0.0.1:" + server.port(), bundle.name(), bundle.sha256(), server);
        } catch (IllegalArgumentException e) {
            throw new UserMistake(String.valueOf(e.getMessage()).lines().toList());
        }
    }

    /** gRPC target, plain text. */
    public String target() {
        return target;
    }

    /** Name of the bundle it runs; likewise its sha256. */
    public String bundle() {
        return bundle;
    }

    public String bundleSha256() {
        return bundleSha256;
    }

    @Override
    public void close() {
        if (started != null) {
            started.close();
        }
    }
}
