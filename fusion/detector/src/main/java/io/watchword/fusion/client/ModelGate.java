package io.watchword.fusion.client;

import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.watchword.fusion.OutageConfig;
import io.watchword.fusion.describe.Description;
import java.time.Clock;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The circuit breaker in front of one language model, and what went through it.
 *
 * <pre>
 *            failuresInRow, or failureShare of window
 *   CLOSED ------------------------------------------> OPEN <---+
 *     ^                                                 | rest  | the call failed
 *     +---------------------- HALF_OPEN <---------------+-------+
 *        the one call that is let through was answered
 * </pre>
 *
 * <p>Every call that {@link #tryEnter} lets in must {@link #leave} or be {@link #giveUp given up}.
 * Any thread may do either.
 */
public final class ModelGate {
    private static final Logger logger = LoggerFactory.getLogger(ModelGate.class);

    /** Whether calls are let in: all, one that tries, none. */
    public enum State {
        CLOSED,
        HALF_OPEN,
        OPEN
    }

    private final int failuresInRow;
    private final CircuitBreaker breaker;
    private final LongAdder questions = new LongAdder();
    private final LongAdder calls = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private int inRow; // guarded by this

    /**
     * @param target names the model in the log
     * @param clockNs monotonic: a wall clock that is set back would keep the model waiting
     */
    ModelGate(String target, OutageConfig config, LongSupplier clockNs) {
        requireNonNull(target, "target is null");
        this.failuresInRow = config.failuresInRow();
        Clock clock = new ElapsedClock(clockNs);
        this.breaker =
                CircuitBreaker.of(
                        target,
                        CircuitBreakerConfig.custom()
                                .slidingWindowType(SlidingWindowType.COUNT_BASED)
                                .slidingWindowSize(config.window())
                                .minimumNumberOfCalls(config.window())
                                .failureRateThreshold(100 * config.failureShare())
                                .waitDurationInOpenState(config.rest())
                                .permittedNumberOfCallsInHalfOpenState(1)
                                .recordResult(ModelGate::isFailure)
                                .clock(clock)
                                .currentTimestampFunction(of -> clockNs.getAsLong(), NANOSECONDS)
                                .build());
        breaker.getEventPublisher()
                .onStateTransition(
                        event ->
                                logger.atWarn()
                                        .addKeyValue("model", target)
                                        .addKeyValue(
                                                "from", event.getStateTransition().getFromState())
                                        .addKeyValue("to", event.getStateTransition().getToState())
                                        .log("language model's breaker changed"));
    }

    private static boolean isFailure(Object answer) {
        return answer instanceof Description.Refused refused && refused.modelFailed();
    }

    /** Counts a question, however many calls it takes. */
    void ask() {
        questions.increment();
    }

    /** Whether a call may be made now. */
    boolean tryEnter() {
        boolean entered = breaker.tryAcquirePermission();
        if (entered) {
            calls.increment();
        }
        return entered;
    }

    /** Takes note of what a call gave. A question that the model refuses shows that it is well. */
    synchronized void leave(Description answer) {
        breaker.onResult(0, NANOSECONDS, answer);
        if (!isFailure(answer)) {
            inRow = 0;
            return;
        }
        failures.increment();
        inRow++;
        if (inRow >= failuresInRow && state() == State.CLOSED) {
            breaker.transitionToOpenState();
        }
    }

    /** A call was given up by whoever made it, which says nothing of the model. */
    void giveUp() {
        breaker.releasePermission();
    }

    public State state() {
        return switch (breaker.getState()) {
            case CLOSED, DISABLED, METRICS_ONLY -> State.CLOSED;
            case HALF_OPEN -> State.HALF_OPEN;
            case OPEN, FORCED_OPEN -> State.OPEN;
        };
    }

    /** Captions asked for, also those for which no call was let in. */
    public long questions() {
        return questions.sum();
    }

    /** Calls made. */
    public long calls() {
        return calls.sum();
    }

    /** Calls that the model did not answer as it must. */
    public long failures() {
        return failures.sum();
    }
}
