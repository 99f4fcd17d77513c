package io.watchword.llm.grpc;

import static com.google.common.util.concurrent.MoreExecutors.directExecutor;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import com.google.protobuf.ByteString;
import io.grpc.Context;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.watchword.contract.Modality;
import io.watchword.contract.TokenBlockCodec;
import io.watchword.llm.decode.Captioner;
import io.watchword.llm.decode.LocalCaptioner;
import io.watchword.llm.engine.EngineMetrics;
import io.watchword.llm.engine.SchedulerLimits;
import io.watchword.llm.testing.FakeLlmEngine;
import io.watchword.llm.testing.Models;
import io.watchword.proto.v1.DescribeGrpc;
import io.watchword.proto.v1.DescribeGrpc.DescribeBlockingStub;
import io.watchword.proto.v1.DescribeRequest;
import io.watchword.proto.v1.DescribeResponse;
import io.watchword.proto.v1.DescribeResult;
import io.watchword.proto.v1.DescribeSegment;
import io.watchword.proto.v1.TokenLedgerRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DescribeServiceTest {
    private final CountDownLatch cancelled = new CountDownLatch(1);
    private static final SchedulerLimits ONE_AT_A_TIME =
            new SchedulerLimits(1, 1, 1, 1_000, 100, 1_000_000_000L);

    private final AnswerPool pool = new AnswerPool(2, 0);
    private final List<Captioner> captioners = new ArrayList<>();
    private final List<Runnable> stops = new ArrayList<>();

    private DescribeBlockingStub serve(FakeLlmEngine engine) throws IOException {
        String name = InProcessServerBuilder.generateName();
        Captioner captioner =
                new LocalCaptioner(Models.of(engine), ONE_AT_A_TIME, EngineMetrics.NONE);
        captioners.add(captioner);
        Server server =
                InProcessServerBuilder.forName(name)
                        .directExecutor()
                        .addService(new DescribeService(captioner, pool))
                        .intercept(new WatchCancellation())
                        .build()
                        .start();
        ManagedChannel channel = InProcessChannelBuilder.forName(name).directExecutor().build();
        stops.add(channel::shutdownNow);
        stops.add(server::shutdownNow);
        return DescribeGrpc.newBlockingStub(channel);
    }

    @AfterEach
    void stop() {
        stops.forEach(Runnable::run);
        pool.close();
        assertThat(pool.awaitEnd()).isTrue();
        captioners.forEach(Captioner::close);
    }

    /** Counts down when the server itself learns that the client has gone. */
    private final class WatchCancellation implements ServerInterceptor {
        @Override
        public <Q, A> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
            Context.current().addListener(context -> cancelled.countDown(), directExecutor());
            return next.startCall(call, headers);
        }
    }

    private static DescribeRequest.Builder request() {
        return DescribeRequest.newBuilder()
                .setRequestId("event-1")
                .setBundleSha256(Models.SHA256)
                .setLanguage("en")
                .addSegments(
                        DescribeSegment.newBuilder()
                                .setEndUs(2_000_000)
                                .addBlocks(
                                        TokenBlockCodec.to(
                                                Models.block(Modality.SPATIAL, 2, 3, 1))));
    }

    private static FakeLlmEngine saying(Runnable beforeEachStep, String text) {
        return new FakeLlmEngine(beforeEachStep, Models.tokenizer().encode(text));
    }

    /** Waits until nothing is decoded any more. */
    private void drain() {
        captioners.forEach(Captioner::close);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Status status(Runnable call) {
        try {
            call.run();
            return Status.OK;
        } catch (StatusRuntimeException e) {
            return e.getStatus();
        }
    }

    @Test
    void streamsTokensAndThenTheResult() throws Exception {
        DescribeBlockingStub stub = serve(saying(() -> {}, "Да"));

        List<DescribeResponse> answers = ImmutableList.copyOf(stub.describe(request().build()));

        assertThat(answers.subList(0, 4))
                .extracting(answer -> answer.getToken().getText())
                .containsExactly("", "Д", "", "а");
        DescribeResult result = answers.get(4).getResult();
        assertThat(result.getText()).isEqualTo("Да");
        assertThat(result.getFinishReason()).isEqualTo(DescribeResult.FinishReason.STOP);
        assertThat(result.getConfidence()).isBetween(0.98f, 1f);
        assertThat(result.getModel()).isEqualTo("fake 1");
        assertThat(result.getModelSha256()).isEqualTo(Models.SHA256);
        assertThat(result.getPromptSha256())
                .isEqualTo(Models.format(Models.PROMPT).sha256("en", ""));
        assertThat(result.getLedger())
                .isEqualTo(
                        TokenLedgerRecord.newBuilder()
                                .setText(1)
                                .setSpatial(2)
                                .setDelimiter(3)
                                .setDecoded(5)
                                .build());
        assertThat(answers).hasSize(5);
    }

    @Test
    void refusesBadRequestsWithAStatusAndACode() throws Exception {
        FakeLlmEngine engine = saying(() -> {}, "a");
        DescribeBlockingStub stub = serve(engine);

        assertRefused(stub, r -> r.setLanguage("fr"), "INVALID_ARGUMENT", "INVALID_RECORD: lang");
        assertRefused(stub, r -> r.setQuestion("?"), "INVALID_ARGUMENT", "INVALID_RECORD: bundle");
        assertRefused(
                stub, r -> r.setBundleSha256("cd"), "FAILED_PRECONDITION", "MODEL_MISMATCH: ");
        assertRefused(stub, r -> r.setMaxNewTokens(41), "INVALID_ARGUMENT", "LIMIT_EXCEEDED: max");
        assertRefused(stub, r -> r.clearSegments(), "INVALID_ARGUMENT", "INVALID_RECORD: request");
        assertRefused(
                stub,
                r -> {
                    r.getSegmentsBuilder(0).setEndUs(-1);
                    return r;
                },
                "INVALID_ARGUMENT",
                "INVALID_RECORD: span");
        assertRefused(
                stub,
                r -> {
                    r.getSegmentsBuilder(0).getBlocksBuilder(0).setScale(Float.NaN);
                    return r;
                },
                "INVALID_ARGUMENT",
                "INVALID_RECORD: scale");
        assertRefused(
                stub,
                r -> {
                    r.getSegmentsBuilder(0).getBlocksBuilder(0).setValues(ByteString.EMPTY);
                    return r;
                },
                "INVALID_ARGUMENT",
                "INVALID_RECORD: SPATIAL");
        assertThat(engine.prompts()).isEmpty();
    }

    private static void assertRefused(
            DescribeBlockingStub stub,
            UnaryOperator<DescribeRequest.Builder> change,
            String code,
            String description) {
        DescribeRequest changed = change.apply(request()).build();

        Status status = status(() -> stub.describe(changed).forEachRemaining(answer -> {}));

        assertThat(status.getCode().name()).isEqualTo(code);
        assertThat(status.getDescription()).startsWith(description);
    }

    @Test
    void refusesAnAnswerThatIsNotANumber() throws Exception {
        float[] broken = {Float.NaN};
        DescribeBlockingStub stub = serve(new FakeLlmEngine(step -> broken));

        assertRefused(stub, r -> r, "INTERNAL", "INVALID_OUTPUT: token 0");
    }

    @Test
    void endsTheCallWhenTheEngineBreaksAndGoesOnServing() throws Exception {
        int[] calls = new int[1];
        FakeLlmEngine engine =
                saying(
                        () -> {
                            if (calls[0]++ == 0) {
                                throw new IllegalStateException("planted");
                            }
                        },
                        "a");
        DescribeBlockingStub stub = serve(engine);

        assertRefused(stub, r -> r, "INTERNAL", "INVALID_OUTPUT: the language model stopped");
        assertThat(ImmutableList.copyOf(stub.describe(request().build()))).hasSize(2);
        drain();
        assertThat(engine.open()).isZero();
    }

    @Test
    void stopsDecodingWhenTheClientGoesAway() throws Exception {
        FakeLlmEngine engine = saying(() -> await(cancelled), "abc");
        DescribeBlockingStub stub = serve(engine);
        try (Context.CancellableContext client = Context.current().withCancellation()) {
            Iterator<DescribeResponse> answers =
                    client.wrap(() -> stub.describe(request().build())).call();
            assertThat(answers.next().getToken().getText()).isEqualTo("a");

            client.cancel(null);
        }

        drain();
        assertThat(engine.steps()).isEqualTo(1);
        assertThat(engine.open()).isZero();
    }

    @Test
    void stopsDecodingWhenTheDeadlineHasPassed() throws Exception {
        FakeLlmEngine engine = saying(() -> await(cancelled), "abc");
        DescribeBlockingStub stub = serve(engine);

        Status status =
                status(
                        () ->
                                stub.withDeadlineAfter(100, MILLISECONDS)
                                        .describe(request().build())
                                        .forEachRemaining(answer -> {}));

        assertThat(status.getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
        drain();
        assertThat(engine.steps()).isEqualTo(1);
        assertThat(engine.open()).isZero();
    }

    @Test
    void refusesTheRequestThatFindsTheQueueFull() throws Exception {
        CountDownLatch decoding = new CountDownLatch(1);
        CountDownLatch gate = new CountDownLatch(1);
        FakeLlmEngine engine =
                saying(
                        () -> {
                            decoding.countDown();
                            await(gate);
                        },
                        "a");
        DescribeBlockingStub stub = serve(engine);
        Iterator<DescribeResponse> decoded = stub.describe(request().build());
        await(decoding);
        Iterator<DescribeResponse> waiting = stub.describe(request().build());

        assertRefused(stub, r -> r, "RESOURCE_EXHAUSTED", "OVERLOADED: ");

        gate.countDown();
        assertThat(ImmutableList.copyOf(decoded)).hasSize(2);
        assertThat(ImmutableList.copyOf(waiting)).hasSize(2);
    }

    @Test
    void refusesWhenItIsStopping() throws Exception {
        DescribeBlockingStub stub = serve(saying(() -> {}, "a"));

        pool.close();

        assertThatThrownBy(() -> stub.describe(request().build()).next())
                .isInstanceOf(StatusRuntimeException.class)
                .hasMessage("UNAVAILABLE: UNAVAILABLE: server is stopping");
    }
}
