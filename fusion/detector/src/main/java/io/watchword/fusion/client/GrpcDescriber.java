package io.watchword.fusion.client;

import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import com.google.protobuf.ByteString;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.watchword.contract.ErrorCode;
import io.watchword.contract.Keyframe;
import io.watchword.contract.TokenBlock;
import io.watchword.contract.TokenBlockCodec;
import io.watchword.fusion.FuseConfig;
import io.watchword.fusion.context.ContextSegment;
import io.watchword.fusion.describe.Describer;
import io.watchword.fusion.describe.Description;
import io.watchword.fusion.describe.Keyframes;
import io.watchword.fusion.describe.Question;
import io.watchword.proto.v1.Decoding;
import io.watchword.proto.v1.DescribeGrpc;
import io.watchword.proto.v1.DescribeKeyframe;
import io.watchword.proto.v1.DescribeRequest;
import io.watchword.proto.v1.DescribeSegment;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;

/**
 * Asks a language model over gRPC, through a {@link ModelGate}. Each attempt has the full deadline;
 * between attempts it waits twice as long as before, give or take a half. What did not come within
 * the deadline is not asked for again: whoever waits has waited long enough. Owns its channel.
 */
public final class GrpcDescriber implements Describer {
    static final int MAX_MESSAGE_BYTES = 64 * 1024;

    static final Description RESTING =
            new Description.Refused(
                    ErrorCode.UNAVAILABLE,
                    "the language model failed and is left alone for a while");
    private static final int MAX_PICTURES_BYTES = 3_000_000; // of the 4 MiB that a server takes

    private final ManagedChannel channel;
    private final DescribeGrpc.DescribeStub stub;
    private final FuseConfig.Describing config;
    private final Keyframes keyframes;
    private final SharedGate.Lease gate;
    private final Decoding.Priority priority;
    private volatile boolean closing;

    /**
     * @param channel closed with this
     * @param keyframes asked for the segments' pictures; closed with this
     * @param gate to the model; closed with this
     * @param priority of all questions
     */
    GrpcDescriber(
            ManagedChannel channel,
            FuseConfig.Describing config,
            Keyframes keyframes,
            SharedGate.Lease gate,
            Decoding.Priority priority) {
        this.priority = requireNonNull(priority, "priority is null");
        this.gate = requireNonNull(gate, "gate is null");
        this.channel = requireNonNull(channel, "channel is null");
        this.config = requireNonNull(config, "config is null");
        this.keyframes = requireNonNull(keyframes, "keyframes is null");
        this.stub =
                DescribeGrpc.newStub(channel)
                        .withWaitForReady()
                        .withMaxInboundMessageSize(MAX_MESSAGE_BYTES);
    }

    /**
     * Opens a channel, in plain text, to the model that the gate is for.
     *
     * @param keyframes closed with what is returned
     */
    public static GrpcDescriber to(
            SharedGate gate, FuseConfig.Describing config, Keyframes keyframes) {
        return to(gate, config, keyframes, Decoding.Priority.LIVE);
    }

    /** As above, for questions that nobody waits for: live ones and people's go before them. */
    public static GrpcDescriber ofNoHaste(
            SharedGate gate, FuseConfig.Describing config, Keyframes keyframes) {
        return to(gate, config, keyframes, Decoding.Priority.BACKFILL);
    }

    private static GrpcDescriber to(
            SharedGate gate,
            FuseConfig.Describing config,
            Keyframes keyframes,
            Decoding.Priority priority) {
        return new GrpcDescriber(
                Grpc.newChannelBuilder(gate.target(), InsecureChannelCredentials.create()).build(),
                config,
                keyframes,
                gate.acquire(),
                priority);
    }

    @Override
    public CompletableFuture<Description> describe(Question question) {
        gate.gate().ask();
        List<String> segmentIds =
                question.context().stream().map(ContextSegment::segmentId).toList();
        return keyframes.of(segmentIds).thenCompose(found -> attempt(request(question, found), 0));
    }

    private CompletableFuture<Description> attempt(DescribeRequest request, int attempt) {
        if (!gate.gate().tryEnter()) {
            return CompletableFuture.completedFuture(RESTING);
        }
        AnswerCollector collector = new AnswerCollector();
        stub.withDeadlineAfter(config.deadline().toNanos(), NANOSECONDS)
                .describe(request, collector);
        return collector
                .answer()
                .thenApply(answer -> left(AnswerCheck.check(request.getBundleSha256(), answer)))
                .thenCompose(
                        description ->
                                worthRetrying(description, attempt)
                                        ? pause(request.getRequestId(), attempt)
                                                .thenCompose(done -> attempt(request, attempt + 1))
                                        : CompletableFuture.completedFuture(description));
    }

    private Description left(Description answer) {
        if (closing) {
            gate.gate().giveUp();
        } else {
            gate.gate().leave(answer);
        }
        return answer;
    }

    private boolean worthRetrying(Description description, int attempt) {
        return attempt < config.maxRetries()
                && description instanceof Description.Refused refused
                && refused.code().retryable()
                && refused.code() != ErrorCode.DEADLINE_EXCEEDED;
    }

    private CompletableFuture<Void> pause(String requestId, int attempt) {
        return CompletableFuture.runAsync(
                () -> {},
                CompletableFuture.delayedExecutor(backoffNs(requestId, attempt), NANOSECONDS));
    }

    /** Seeded by the question, so that questions spread and a test can repeat. */
    private long backoffNs(String requestId, int attempt) {
        double jitter = new SplittableRandom(requestId.hashCode() + 31L * attempt).nextDouble();
        return (long) (config.retryBackoff().toNanos() * (1L << attempt) * (0.5 + jitter));
    }

    private DescribeRequest request(Question question, Map<String, List<Keyframe>> pictures) {
        int bytes = 0;
        DescribeRequest.Builder request =
                DescribeRequest.newBuilder()
                        .setRequestId(question.candidate().eventId())
                        .setBundleSha256(question.candidate().bundleSha256())
                        .setLanguage(question.language())
                        .setQuestion(question.prompt())
                        .setMaxNewTokens(config.maxNewTokens())
                        .setEvents(question.asksWhen())
                        .setOptions(Decoding.newBuilder().setPriority(priority));
        CompressionMessages.to(config.compression()).ifPresent(request::setCompression);
        for (ContextSegment segment : question.context()) {
            DescribeSegment.Builder seen =
                    DescribeSegment.newBuilder()
                            .setStartUs(segment.span().startUs())
                            .setEndUs(segment.span().endUs());
            for (TokenBlock block : segment.blocks()) {
                if (!block.isZero()) { // an encoder that gives zeros has seen nothing
                    seen.addBlocks(TokenBlockCodec.to(block));
                }
            }
            for (Keyframe picture : pictures.getOrDefault(segment.segmentId(), List.of())) {
                bytes += picture.jpeg().length;
                if (bytes <= MAX_PICTURES_BYTES) {
                    seen.addKeyframes(
                            DescribeKeyframe.newBuilder()
                                    .setPtsUs(picture.ptsUs())
                                    .setJpeg(ByteString.copyFrom(picture.jpeg())));
                }
            }
            request.addSegments(seen);
        }
        return request.build();
    }

    @Override
    public void close() {
        closing = true;
        keyframes.close();
        try {
            channel.shutdownNow().awaitTermination(5, SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            gate.close();
        }
    }
}
