package io.watchword.fusion;

import static io.watchword.contract.Checks.checkArgument;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.watchword.contract.Compression;
import io.watchword.contract.Ids;
import java.io.Serializable;
import java.time.Duration;

/**
 * The {@code fuse} section of pipeline.yaml: embeddings to events.
 *
 * @param language ISO 639-1 code of the captions; the bundle must speak it
 * @param parallelism subtasks of each operator; streams are spread over them
 * @param languageModel host:port of a language model server that runs elsewhere; empty for the one
 *     in this process
 */
public record FuseConfig(
        String language,
        int parallelism,
        String languageModel,
        Scoring scoring,
        Events events,
        Describing describing,
        OutageConfig outage)
        implements Serializable {
    public static final FuseConfig DEFAULT =
            new FuseConfig(
                    "en",
                    1,
                    "",
                    Scoring.DEFAULT,
                    Events.DEFAULT,
                    Describing.DEFAULT,
                    OutageConfig.DEFAULT);

    public FuseConfig {
        requireNonNull(language, "fuse.language is missing");
        requireNonNull(scoring, "fuse.scoring is missing");
        requireNonNull(events, "fuse.events is missing");
        requireNonNull(describing, "fuse.describing is missing");
        requireNonNull(outage, "fuse.outage is missing");
        requireNonNull(languageModel, "fuse.languageModel is missing");
        checkArgument(
                languageModel.isEmpty() || languageModel.matches("[^\\s/@]+:[0-9]{1,5}"),
                "fuse.languageModel is \"%s\", required host:port, or nothing",
                languageModel);
        checkArgument(
                language.matches("[a-z]{2}"),
                "fuse.language is \"%s\", required two letters of ISO 639-1",
                language);
        checkArgument(parallelism > 0, "fuse.parallelism is not positive: %d", parallelism);
    }

    /** These settings with prompts made shorter in another way. */
    public FuseConfig with(Compression compression) {
        return new FuseConfig(
                language,
                parallelism,
                languageModel,
                scoring,
                events,
                describing.with(compression),
                outage);
    }

    /** The defaults, in another language. */
    public FuseConfig withLanguage(String other) {
        return new FuseConfig(
                other, parallelism, languageModel, scoring, events, describing, outage);
    }

    /**
     * Lower-case hex sha256 of every setting that decides which events there are and what is asked.
     */
    public String sha256() {
        String canonical =
                String.join(
                        "|", language, scoring.toString(), events.toString(), describing.asked());
        return Ids.sha256Hex(canonical.getBytes(UTF_8));
    }

    /**
     * How much of each thing scores 1. An event opens and closes at shares of that.
     *
     * @param motionPx motion of the busiest cells after the camera's own is taken away, pixels a
     *     step at 576 wide; higher misses slow and small movers
     * @param cameraPx the camera's own motion, pixels a step at 576 wide
     * @param soundJumpDb how far above its background sound must rise, dB
     * @param soundFloorDbfs sound below this level is never an event, dBFS
     * @param audioScoreJump how far the score of a sound class must rise above its running mean
     * @param noveltyGain how much a picture unlike those before raises the score: by this share
     *     when nothing is alike; 0 turns it off
     */
    public record Scoring(
            float motionPx,
            float cameraPx,
            float soundJumpDb,
            float soundFloorDbfs,
            float audioScoreJump,
            float noveltyGain)
            implements Serializable {
        public static final Scoring DEFAULT = new Scoring(2.5f, 1.5f, 12, -50, 0.5f, 0.5f);

        public Scoring {
            checkPositive("motionPx", motionPx);
            checkPositive("cameraPx", cameraPx);
            checkPositive("soundJumpDb", soundJumpDb);
            checkPositive("audioScoreJump", audioScoreJump);
            checkArgument(
                    soundFloorDbfs >= -120 && soundFloorDbfs <= 0,
                    "fuse.scoring.soundFloorDbfs is %s, not in [-120, 0]",
                    soundFloorDbfs);
            checkArgument(
                    noveltyGain >= 0 && noveltyGain <= 10,
                    "fuse.scoring.noveltyGain is %s, not in [0, 10]",
                    noveltyGain);
        }

        private static void checkPositive(String key, float value) {
            checkArgument(
                    value > 0 && Float.isFinite(value),
                    "fuse.scoring.%s is not positive: %s",
                    key,
                    value);
        }
    }

    /**
     * When an event begins and ends.
     *
     * @param openAt score that opens an event
     * @param closeAt score below which an open event falls quiet; below openAt, so that a score
     *     that hovers gives one event
     * @param closeAfter how long it must stay quiet to close; longer joins what belongs together
     * @param minDuration activity that adds up to less than this is no event
     * @param maxDuration longer activity is cut into events of at most this length; four segments
     *     are what the language model sees
     * @param minCalm quiet at least this long is one calm event
     * @param pad added before and after activity
     */
    public record Events(
            float openAt,
            float closeAt,
            Duration closeAfter,
            Duration minDuration,
            Duration maxDuration,
            Duration minCalm,
            Duration pad)
            implements Serializable {
        public static final Events DEFAULT =
                new Events(
                        1,
                        0.5f,
                        Duration.ofMillis(1000),
                        Duration.ofMillis(500),
                        Duration.ofSeconds(8),
                        Duration.ofSeconds(4),
                        Duration.ofMillis(300));

        public Events {
            requireNonNull(closeAfter, "fuse.events.closeAfter is missing");
            requireNonNull(minDuration, "fuse.events.minDuration is missing");
            requireNonNull(maxDuration, "fuse.events.maxDuration is missing");
            requireNonNull(minCalm, "fuse.events.minCalm is missing");
            requireNonNull(pad, "fuse.events.pad is missing");
            checkArgument(
                    closeAt > 0 && closeAt <= openAt && Float.isFinite(openAt),
                    "fuse.events: required 0 < closeAt <= openAt, found %s and %s",
                    closeAt,
                    openAt);
            checkArgument(
                    !minDuration.isNegative(),
                    "fuse.events.minDuration is negative: %s",
                    minDuration);
            checkArgument(
                    maxDuration.compareTo(minDuration.plusSeconds(1)) >= 0,
                    "fuse.events.maxDuration is %s, required at least a second above minDuration",
                    maxDuration);
            checkArgument(
                    !pad.isNegative() && pad.compareTo(closeAfter) <= 0,
                    "fuse.events.pad is %s, not in [0, closeAfter]",
                    pad);
            checkArgument(
                    minCalm.compareTo(closeAfter) > 0,
                    "fuse.events.minCalm is %s, required more than closeAfter",
                    minCalm);
        }
    }

    /**
     * How the language model is asked.
     *
     * @param maxSegments segments it sees of one event
     * @param maxContextTokens stored embeddings it may be sent for one event
     * @param maxNewTokens longest answer in tokens; 0 leaves it to the server
     * @param deadline longest wait for one answer
     * @param maxRetries further attempts when the reason may pass by itself; an answer that did not
     *     come within the deadline is not asked for again
     * @param retryBackoff wait before the first retry; doubles with each
     * @param maxInFlight questions in the air in each subtask; more waits in Kafka
     * @param keyframes whether the segments' key frames are sent too, for models that read pictures
     * @param compression how embeddings are made fewer where they would take too much of a prompt
     */
    public record Describing(
            int maxSegments,
            int maxContextTokens,
            int maxNewTokens,
            Duration deadline,
            int maxRetries,
            Duration retryBackoff,
            int maxInFlight,
            boolean keyframes,
            Compression compression)
            implements Serializable {
        public static final Describing DEFAULT =
                new Describing(
                        4,
                        320,
                        0,
                        Duration.ofSeconds(20),
                        2,
                        Duration.ofMillis(200),
                        4,
                        false,
                        Compression.NONE);

        public Describing {
            requireNonNull(compression, "fuse.describing.compression is missing");
            requireNonNull(deadline, "fuse.describing.deadline is missing");
            requireNonNull(retryBackoff, "fuse.describing.retryBackoff is missing");
            checkArgument(
                    maxSegments >= 1 && maxSegments <= 64,
                    "fuse.describing.maxSegments is %d, not in [1, 64]",
                    maxSegments);
            checkArgument(
                    maxContextTokens > 0,
                    "fuse.describing.maxContextTokens is not positive: %d",
                    maxContextTokens);
            checkArgument(
                    maxNewTokens >= 0,
                    "fuse.describing.maxNewTokens is negative: %d",
                    maxNewTokens);
            checkArgument(
                    deadline.toMillis() > 0,
                    "fuse.describing.deadline is not positive: %s",
                    deadline);
            checkArgument(
                    maxRetries >= 0 && maxRetries <= 2,
                    "fuse.describing.maxRetries is %d, not in [0, 2]: a model that is down must not be"
                            + " flooded",
                    maxRetries);
            checkArgument(
                    !retryBackoff.isNegative(),
                    "fuse.describing.retryBackoff is negative: %s",
                    retryBackoff);
            checkArgument(
                    maxInFlight > 0,
                    "fuse.describing.maxInFlight is not positive: %d",
                    maxInFlight);
        }

        /** Every embedding is shown. */
        public Describing(
                int maxSegments,
                int maxContextTokens,
                int maxNewTokens,
                Duration deadline,
                int maxRetries,
                Duration retryBackoff,
                int maxInFlight,
                boolean keyframes) {
            this(
                    maxSegments,
                    maxContextTokens,
                    maxNewTokens,
                    deadline,
                    maxRetries,
                    retryBackoff,
                    maxInFlight,
                    keyframes,
                    Compression.NONE);
        }

        /** These settings with prompts made shorter in another way. */
        public Describing with(Compression other) {
            return new Describing(
                    maxSegments,
                    maxContextTokens,
                    maxNewTokens,
                    deadline,
                    maxRetries,
                    retryBackoff,
                    maxInFlight,
                    keyframes,
                    other);
        }

        /** Longest time from question to final answer, all attempts and waits in. */
        public Duration longestWait() {
            return deadline.multipliedBy(maxRetries + 1L)
                    .plus(retryBackoff.multipliedBy(2L << maxRetries))
                    .plusSeconds(keyframes ? 10 : 5); // pictures are looked for as long as that
        }

        private String asked() {
            return maxSegments
                    + "/"
                    + maxContextTokens
                    + "/"
                    + maxNewTokens
                    // What was described without these stays valid.
                    + (keyframes ? "/keyframes" : "")
                    + (compression.none() ? "" : "/" + compression.text());
        }
    }
}
