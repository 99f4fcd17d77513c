package io.watchword.deploy.ask;

import io.watchword.contract.TimeSpan;
import io.watchword.contract.bundle.ModelBundle;
import io.watchword.deploy.UserMistake;
import io.watchword.deploy.allinone.CloseStack;
import io.watchword.deploy.config.ConfigLoader;
import io.watchword.deploy.config.PipelineConfig;
import io.watchword.deploy.log.StoredTimes;
import io.watchword.deploy.log.StreamChoice;
import io.watchword.fusion.log.StoredStream;
import io.watchword.fusion.log.StoredStream.StoredBundle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A stored stream and the span of it that people mean, after every argument was checked.
 *
 * @param span of media time; something is stored in it
 * @param bundle whose language model is asked
 * @param encodedBy whose embeddings it reads; empty if it can read none
 */
record Opened(
        Stored stored,
        StoredTimes times,
        TimeSpan span,
        ModelBundle bundle,
        Optional<StoredBundle> encodedBy,
        PipelineConfig config) {
    /** Opens what is stored in a data directory. */
    @FunctionalInterface
    interface Opener {
        Stored open(Path data) throws Exception;
    }

    StoredStream stream() {
        return times.stream();
    }

    /**
     * Checks what can be checked before anything is started, then opens.
     *
     * @param problems found before; thrown together with those found here
     * @param needsModel whether the stored embeddings must be of the bundle
     * @param open takes what must be closed
     * @throws UserMistake naming every problem
     * @throws io.watchword.deploy.log.NotStored if nothing is stored of the stream or the span
     */
    static Opened open(
            String name,
            StoredOptions options,
            Path home,
            List<String> problems,
            boolean needsModel,
            Opener opener,
            CloseStack open)
            throws Exception {
        List<String> all = new ArrayList<>(problems);
        ModelBundle bundle = bundle(options.bundle(home), all);
        PipelineConfig config = config(options, all);
        if (bundle != null
                && options.language().filter(l -> !bundle.languages().contains(l)).isPresent()) {
            all.add(
                    "--lang %s: bundle %s speaks %s"
                            .formatted(
                                    options.language().get(),
                                    bundle.name(),
                                    String.join(", ", bundle.languages())));
        }
        if (!Files.isDirectory(options.data())) {
            all.add("data directory " + options.data() + ": there is none");
        }
        if (bundle == null || config == null || !all.isEmpty()) {
            throw new UserMistake(all);
        }
        Stored stored = open.add("log", opener.open(options.data()));
        StoredStream stream = StreamChoice.of(name, stored.understanding().streams());
        StoredTimes times = new StoredTimes(stream, ZoneId.systemDefault());
        TimeSpan span = times.span(options.from(), options.to());
        Optional<StoredBundle> encodedBy = encodedBy(stream, span, bundle);
        if (needsModel && encodedBy.isEmpty()) {
            throw new UserMistake(unreadable(stream, bundle));
        }
        return new Opened(stored, times, span, bundle, encodedBy, config);
    }

    /**
     * The newest bundle that encoded something, in the span if it can be, which a language model's
     * bundle reads: embeddings mean something only to a model that was trained with such.
     */
    static Optional<StoredBundle> encodedBy(
            StoredStream stream, TimeSpan span, ModelBundle bundle) {
        List<StoredBundle> readable =
                stream.bundles().stream()
                        .filter(stored -> bundle.readsEmbeddingsOf(stored.sha256()))
                        .toList();
        return readable.stream()
                .filter(stored -> stored.span().overlaps(span))
                .findFirst()
                .or(() -> readable.stream().findFirst());
    }

    static String unreadable(StoredStream stream, ModelBundle bundle) {
        StoredBundle newest = stream.bundles().get(0);
        return "what is stored of %s was encoded by bundle %s (%.8s...), not by this %s (%.8s...), nor does it name the other under readsEmbeddingsOf: give it by --bundle"
                .formatted(
                        stream.streamId(),
                        newest.name(),
                        newest.sha256(),
                        bundle.name(),
                        bundle.sha256());
    }

    private static @Nullable ModelBundle bundle(Path directory, List<String> problems) {
        try {
            return ModelBundle.open(directory);
        } catch (IllegalArgumentException e) {
            problems.addAll(String.valueOf(e.getMessage()).lines().toList());
            return null;
        }
    }

    private static @Nullable PipelineConfig config(StoredOptions options, List<String> problems) {
        try {
            return ConfigLoader.load(options.config());
        } catch (UserMistake e) {
            problems.addAll(e.problems());
            return null;
        }
    }

    /** The language asked for, else the one preferred if the bundle speaks it. */
    String language(Optional<String> wanted, String preferred) {
        return wanted.orElse(
                bundle.languages().contains(preferred) ? preferred : bundle.languages().get(0));
    }
}
