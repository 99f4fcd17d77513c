package io.watchword.fusion.detect;

import io.watchword.contract.Embedding;
import io.watchword.contract.Ids;
import io.watchword.contract.TimeSpan;
import io.watchword.fusion.FuseConfig;
import java.util.ArrayList;
import java.util.List;

/**
 * One embedding's way through the detector: starts from a {@link DetectorState}, goes step by step,
 * and ends in the next one. Lives for one call of {@link EventDetector#observe}.
 */
final class DetectorWalk {
    private static final String ACTIVITY_RULE = "activity-1";
    private static final String CALM_RULE = "calm-1";

    private final FuseConfig config;
    private final FuseConfig.Events events;
    private final long padUs;
    private final long closeAfterUs;
    private final Embedding embedding;
    private final List<EventCandidate> candidates = new ArrayList<>();

    private String bundle;
    private String bundleSha256;
    private long epoch;
    private long reachedUs;
    private long quietFromUs;
    private long riseUs;
    private boolean open;
    private Activity activity;
    private long emitted;
    private Background background;

    DetectorWalk(FuseConfig config, DetectorState from, Embedding embedding) {
        this.config = config;
        this.events = config.events();
        this.padUs = micros(events.pad());
        this.closeAfterUs = micros(events.closeAfter());
        this.embedding = embedding;
        this.bundle = from.started() ? from.bundle() : embedding.bundle();
        this.bundleSha256 = from.started() ? from.bundleSha256() : embedding.bundleSha256();
        this.epoch = from.started() ? from.epoch() : embedding.epoch();
        this.reachedUs = from.reachedUs();
        this.quietFromUs = from.quietFromUs();
        this.riseUs = from.riseUs();
        this.open = from.open();
        this.activity = from.activity();
        this.emitted = from.emitted();
        this.background = from.background();
    }

    Background background() {
        return background;
    }

    /** Begins a stretch of media without holes at the embedding's start. */
    void begin() {
        bundle = embedding.bundle();
        bundleSha256 = embedding.bundleSha256();
        epoch = embedding.epoch();
        reachedUs = embedding.span().startUs();
        quietFromUs = reachedUs;
        riseUs = -1;
        background = Background.UNKNOWN;
    }

    /** A new shot: nothing goes on across it. */
    void cutAtSegment() {
        long cutUs = embedding.span().startUs();
        if (open && activity.confirmed()) {
            cut(cutUs);
            open = false;
        } else if (open) {
            drop();
        }
        if (cutUs - quietFromUs >= micros(events.minCalm())) {
            emitCalm(cutUs);
        }
        quietFromUs = cutUs;
        riseUs = -1;
    }

    void through(List<Step> steps) {
        long maxUs = micros(events.maxDuration());
        boolean wouldPassMax = open && embedding.span().endUs() - paddedStartUs() > maxUs;
        if (wouldPassMax) {
            cut(embedding.span().startUs());
        }
        for (Step step : steps) {
            if (open && step.endUs() - paddedStartUs() > maxUs) {
                cut(step.startUs());
            }
            take(step);
        }
        reachedUs = embedding.span().endUs();
    }

    private void take(Step step) {
        boolean active = step.score() >= events.closeAt();
        if (!open) {
            riseUs = active ? (riseUs < 0 ? step.startUs() : riseUs) : -1;
            if (step.score() < events.openAt()) {
                return;
            }
            open = true;
            activity =
                    Activity.opened(
                            Math.max(Math.max(riseUs, step.startUs() - closeAfterUs), quietFromUs),
                            false);
            riseUs = -1;
        }
        if (active) {
            activity = activity.with(step, events.openAt());
            confirmIfLongEnough(step);
            return;
        }
        if (step.endUs() - activity.lastActiveUs() >= closeAfterUs) {
            close(activity.lastActiveUs() + padUs);
        }
    }

    private void confirmIfLongEnough(Step step) {
        long toleranceUs = (step.endUs() - step.startUs()) / 2; // a step is not a round number
        if (activity.confirmed()
                || activity.activeUs() + toleranceUs < micros(events.minDuration())) {
            return;
        }
        long startUs = paddedStartUs();
        if (startUs - quietFromUs >= micros(events.minCalm())) {
            emitCalm(startUs);
        }
        activity = activity.asConfirmed();
    }

    /**
     * Ends the open activity at {@code atUs}; what is still active there goes on as the next event.
     */
    private void cut(long atUs) {
        boolean stillActive = activity.lastActiveUs() >= atUs;
        boolean confirmed = activity.confirmed();
        close(Math.min(atUs, stillActive ? atUs : activity.lastActiveUs() + padUs));
        if (stillActive && confirmed) {
            open = true;
            activity = Activity.opened(atUs, true);
        }
    }

    private void close(long endUs) {
        if (!activity.confirmed()) {
            drop();
            return;
        }
        emit(new TimeSpan(paddedStartUs(), endUs), activity.labels());
        quietFromUs = endUs;
        open = false;
        activity = Activity.NONE;
    }

    /** A blip: quiet goes on through it, unless it is the tail of an event that was cut. */
    private void drop() {
        if (activity.continues()) {
            quietFromUs = Math.max(quietFromUs, activity.lastActiveUs());
        }
        open = false;
        activity = Activity.NONE;
    }

    /** Closes what is open where media ends or breaks off. */
    void endStretch() {
        if (open) {
            close(Math.min(activity.lastActiveUs() + padUs, reachedUs));
        }
        if (reachedUs - quietFromUs >= micros(events.minCalm())) {
            emitCalm(reachedUs);
        }
    }

    Decision endStream(String configSha256) {
        List<String> blip = open ? activity.labels() : List.of(Labels.CALM);
        endStretch();
        if (emitted == 0 && reachedUs > quietFromUs) {
            emit(new TimeSpan(quietFromUs, reachedUs), blip);
        }
        DetectorState end =
                new DetectorState(
                        configSha256,
                        bundle,
                        bundleSha256,
                        epoch,
                        embedding.sequence(),
                        reachedUs,
                        reachedUs,
                        -1,
                        false,
                        Activity.NONE,
                        emitted,
                        true,
                        Background.UNKNOWN);
        return new Decision(end, candidates, true, true, Long.MAX_VALUE);
    }

    Decision decision(String configSha256, Background after) {
        DetectorState next =
                new DetectorState(
                        configSha256,
                        bundle,
                        bundleSha256,
                        epoch,
                        embedding.sequence(),
                        reachedUs,
                        quietFromUs,
                        riseUs,
                        open,
                        activity,
                        emitted,
                        false,
                        after);
        long keepFromUs = open && activity.confirmed() ? paddedStartUs() : quietFromUs;
        return new Decision(next, candidates, true, false, keepFromUs);
    }

    private long paddedStartUs() {
        long startUs = activity.continues() ? activity.startUs() : activity.startUs() - padUs;
        return Math.max(startUs, quietFromUs);
    }

    private void emitCalm(long endUs) {
        emit(new TimeSpan(quietFromUs, endUs), List.of(Labels.CALM));
        quietFromUs = endUs;
    }

    /** What picks spans like this one, with its version and the connection of the stream. */
    static String rule(boolean calm, long epoch) {
        String rule = calm ? CALM_RULE : ACTIVITY_RULE;
        return epoch == 0 ? rule : rule + "@" + epoch;
    }

    private void emit(TimeSpan span, List<String> labels) {
        String versioned = rule(labels.contains(Labels.CALM), epoch);
        candidates.add(
                new EventCandidate(
                        Ids.eventId(
                                embedding.streamId(),
                                span,
                                versioned,
                                bundleSha256,
                                config.language()),
                        embedding.streamId(),
                        embedding.source(),
                        epoch,
                        versioned,
                        span,
                        labels,
                        bundle,
                        bundleSha256));
        emitted++;
    }

    private static long micros(java.time.Duration duration) {
        return duration.toNanos() / 1000;
    }
}
