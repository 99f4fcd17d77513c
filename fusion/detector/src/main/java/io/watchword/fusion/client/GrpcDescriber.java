package io.watchword.fusion.client;

import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.watchword.contract.Keyframe;
import io.watchword.contract.TokenBlock;
import io.watchword.contract.TokenBlockCodec;
import io.watchword.fusion.FuseConfig;
import io.watchword.fusion.context.ContextSegment;
import io.watchword.fusion.describe.Describer;
import io.watchword.fusion.describe.Description;
import io.watchword.fusion.describe.Keyframes;
import io.watchword.fusion.describe.Question;
import io.watchword.proto.v1.DescribeGrpc;
import io.watchword.proto.v1.DescribeKeyframe;
import io.watchword.proto.v1.DescribeRequest;
import io.watchword.proto.v1.DescribeSegment;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;

/**
 * Asks a language model over gRPC. Each attempt has the full deadline; between attempts it waits
 * twice as long as before, give or take a half. Owns its channel.
 */
public final class GrpcDescriber implements Describer {
    private static final int MAX_MESSAGE_BYTES = 64 * 1024;
    private static final int MAX_PICTURES_BYTES = 3_000_000; // of the 4 MiB that a server takes

    private final ManagedChannel channel;
    private final DescribeGrpc.DescribeStub stub;
    private final FuseConfig.Describing config;
    private final Keyframes keyframes;

    /**
     * @param channel closed with this
     * @param keyframes asked for the segments' pictures; closed with this
     */
    public GrpcDescriber(
            ManagedChannel channel, FuseConfig.Describing config, Keyframes keyframes) {
        this.channel = requireNonNull(channel, "channel is null");
        this.config = requireNonNull(config, "config is null");
        this.keyframes = requireNonNull(keyframes, "keyframes is null");
        this.stub =
                DescribeGrpc.newStub(channel)
                        .withWaitForReady()
                        .withMaxInboundMessageSize(MAX_MESSAGE_BYTES);
    }

    @Override
    public CompletableFuture<Description> describe(Question question) {
        List<String> segmentIds =
                question.context().stream().map(ContextSegment::segmentId).toList();
        return keyframes.of(segmentIds).thenCompose(found -> attempt(request(question, found), 0));
    }

    private CompletableFuture<Description> attempt(DescribeRequest request, int attempt) {
        AnswerCollector collector = new AnswerCollector();
        stub.withDeadlineAfter(config.deadline().toNanos(), NANOSECONDS)
                .describe(request, collector);
        return collector
                .answer()
                .thenCompose(
                        description ->
                                worthRetrying(description, attempt)
                                        ? pause(request.getRequestId(), attempt)
                                                .thenCompose(done -> attempt(request, attempt + 1))
                                        : CompletableFuture.completedFuture(description));
    }

    private boolean worthRetrying(Description description, int attempt) {
        return attempt < config.maxRetries()
                && description instanceof Description.Refused refused
                && refused.code().retryable();
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
                        .setEvents(question.asksWhen());
        for (ContextSegment segment : question.context()) {
            DescribeSegment.Builder seen =
                    DescribeSegment.newBuilder()
                            .setStartUs(segment.span().startUs())
                            .setEndUs(segment.span().endUs());
            for (TokenBlock block : segment.blocks()) {
                seen.addBlocks(TokenBlockCodec.to(block));
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
        keyframes.close();
        try {
            channel.shutdownNow().awaitTermination(5, SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
