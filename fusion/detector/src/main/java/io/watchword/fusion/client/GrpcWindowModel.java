package io.watchword.fusion.client;

import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.watchword.contract.ErrorCode;
import io.watchword.contract.TokenBlock;
import io.watchword.contract.TokenBlockCodec;
import io.watchword.fusion.FuseConfig;
import io.watchword.fusion.ask.WindowModel;
import io.watchword.fusion.context.ContextSegment;
import io.watchword.fusion.describe.Description;
import io.watchword.proto.v1.Decoding;
import io.watchword.proto.v1.DescribeGrpc;
import io.watchword.proto.v1.DescribeRequest;
import io.watchword.proto.v1.DescribeSegment;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;

/**
 * Asks a language model questions over gRPC: embeddings alone, no pictures. Retries as {@link
 * GrpcDescriber} does, and through a {@link ModelGate} of its own: what people ask for must not
 * keep live events waiting. People wait for the answer, so a model that is not there is not waited
 * for. Owns its channel.
 */
public final class GrpcWindowModel implements WindowModel {
    private static final int MAX_MESSAGE_BYTES = 64 * 1024;

    private final ManagedChannel channel;
    private final DescribeGrpc.DescribeStub stub;
    private final FuseConfig.Describing config;
    private final ModelGate gate;
    private volatile boolean closing;

    /**
     * @param channel closed with this
     */
    GrpcWindowModel(ManagedChannel channel, FuseConfig.Describing config, ModelGate gate) {
        this.channel = requireNonNull(channel, "channel is null");
        this.config = requireNonNull(config, "config is null");
        this.gate = requireNonNull(gate, "gate is null");
        this.stub = DescribeGrpc.newStub(channel).withMaxInboundMessageSize(MAX_MESSAGE_BYTES);
    }

    /**
     * Opens a channel of its own.
     *
     * @param target where the language model is, for example {@code 127.0.0.1:50051}; plain text
     */
    public static GrpcWindowModel open(String target, FuseConfig config) {
        return new GrpcWindowModel(
                Grpc.newChannelBuilder(target, InsecureChannelCredentials.create()).build(),
                config.describing(),
                new ModelGate(target, config.outage(), System::nanoTime));
    }

    @Override
    public CompletableFuture<Description> answer(Asked asked) {
        gate.ask();
        return attempt(request(asked), 0);
    }

    private DescribeRequest request(Asked asked) {
        DescribeRequest.Builder request =
                DescribeRequest.newBuilder()
                        .setRequestId(asked.requestId())
                        .setBundleSha256(asked.bundleSha256())
                        .setLanguage(asked.language())
                        .setQuestion(asked.text())
                        .setOptions(Decoding.newBuilder().setPriority(Decoding.Priority.ASK));
        CompressionMessages.to(config.compression()).ifPresent(request::setCompression);
        for (ContextSegment segment : asked.segments()) {
            DescribeSegment.Builder seen =
                    DescribeSegment.newBuilder()
                            .setStartUs(segment.span().startUs())
                            .setEndUs(segment.span().endUs());
            for (TokenBlock block : segment.blocks()) {
                seen.addBlocks(TokenBlockCodec.to(block));
            }
            request.addSegments(seen);
        }
        return request.build();
    }

    private CompletableFuture<Description> attempt(DescribeRequest request, int attempt) {
        if (!gate.tryEnter()) {
            return CompletableFuture.completedFuture(GrpcDescriber.RESTING);
        }
        AnswerCollector collector = new AnswerCollector();
        stub.withDeadlineAfter(config.deadline().toNanos(), NANOSECONDS)
                .describe(request, collector);
        return collector
                .answer()
                .thenApply(this::left)
                .thenApply(description -> asProbable(description, collector.probability()))
                .thenCompose(
                        description ->
                                worthRetrying(description, attempt)
                                        ? pause(request, attempt)
                                                .thenCompose(done -> attempt(request, attempt + 1))
                                        : CompletableFuture.completedFuture(description));
    }

    /** A model that has much to do is there: whoever asks comes again, and the gate stays open. */
    private Description left(Description answer) {
        boolean busy =
                answer instanceof Description.Refused refused
                        && refused.code() == ErrorCode.OVERLOADED;
        if (closing || busy) {
            gate.giveUp();
        } else {
            gate.leave(answer);
        }
        return answer;
    }

    /**
     * A bundle's calibration is fitted on sentences, and an answer is a word or a few: how sure the
     * model is of one is the probability it gave to it. A server that says no probabilities says no
     * confidence either.
     */
    private static Description asProbable(Description description, double probability) {
        if (!(description instanceof Description.Described described)
                || (probability == 1 && described.confidence() == 0)) {
            return description;
        }
        return new Description.Described(
                described.text(),
                (float) Math.min(1, probability),
                described.ledger(),
                described.model(),
                described.modelSha256(),
                described.promptSha256(),
                described.events());
    }

    private boolean worthRetrying(Description description, int attempt) {
        return attempt < config.maxRetries()
                && description instanceof Description.Refused refused
                && refused.code().retryable()
                && refused.code() != ErrorCode.DEADLINE_EXCEEDED;
    }

    private CompletableFuture<Void> pause(DescribeRequest request, int attempt) {
        double jitter =
                new SplittableRandom(request.getRequestId().hashCode() + 31L * attempt)
                        .nextDouble();
        long backoffNs =
                (long) (config.retryBackoff().toNanos() * (1L << attempt) * (0.5 + jitter));
        return CompletableFuture.runAsync(
                () -> {}, CompletableFuture.delayedExecutor(backoffNs, NANOSECONDS));
    }

    @Override
    public void close() {
        closing = true;
        try {
            channel.shutdownNow().awaitTermination(5, SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
