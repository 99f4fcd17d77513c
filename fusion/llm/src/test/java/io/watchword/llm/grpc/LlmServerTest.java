package io.watchword.llm.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.reflection.v1.ServiceResponse;
import io.grpc.stub.StreamObserver;
import io.watchword.contract.TokenBlockCodec;
import io.watchword.contract.bundle.ModelBundle;
import io.watchword.llm.LlmConfig;
import io.watchword.llm.decode.LocalCaptioner;
import io.watchword.llm.engine.EngineMetrics;
import io.watchword.llm.engine.SchedulerLimits;
import io.watchword.llm.onnx.Golden;
import io.watchword.llm.prompt.CaptionRequest;
import io.watchword.llm.testing.FakeLlmEngine;
import io.watchword.llm.testing.Models;
import io.watchword.proto.v1.DescribeGrpc;
import io.watchword.proto.v1.DescribeRequest;
import io.watchword.proto.v1.DescribeResponse;
import io.watchword.proto.v1.DescribeSegment;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** On a real port of the loopback interface. */
class LlmServerTest {
    private static ManagedChannel connect(LlmServer server) {
        return NettyChannelBuilder.forAddress("127.0.0.1", server.port()).usePlaintext().build();
    }

    @Test
    void describesWithTheTestBundle() {
        Golden golden = new Golden();
        ModelBundle bundle = Golden.bundle();
        try (LlmServer server =
                LlmServer.start(LlmConfig.DEFAULT, bundle, name -> Optional.empty())) {
            ManagedChannel channel = connect(server);

            List<DescribeResponse> answers =
                    ImmutableList.copyOf(
                            DescribeGrpc.newBlockingStub(channel)
                                    .describe(message(golden.request(bundle))));

            channel.shutdownNow();
            assertThat(answers.subList(0, answers.size() - 1))
                    .extracting(answer -> answer.getToken().getTokenId())
                    .isEqualTo(Arrays.stream(golden.ids("ids")).boxed().toList());
            DescribeResponse last = answers.get(answers.size() - 1);
            assertThat(last.getResult().getModel()).isEqualTo("random 1");
            assertThat(last.getResult().getModelSha256()).isEqualTo(bundle.sha256());
        }
    }

    private static DescribeRequest message(CaptionRequest request) {
        DescribeRequest.Builder message =
                DescribeRequest.newBuilder()
                        .setRequestId(request.requestId())
                        .setBundleSha256(request.bundleSha256())
                        .setLanguage(request.language())
                        .setMaxNewTokens(request.maxNewTokens());
        for (CaptionRequest.SegmentTokens segment : request.segments()) {
            message.addSegments(
                    DescribeSegment.newBuilder()
                            .setStartUs(segment.span().startUs())
                            .setEndUs(segment.span().endUs())
                            .addAllBlocks(
                                    segment.blocks().stream().map(TokenBlockCodec::to).toList()));
        }
        return message.build();
    }

    @Test
    void saysThatItServesAndWhatItServes() {
        try (LlmServer server =
                LlmServer.start(LlmConfig.DEFAULT, Models.captioner(new FakeLlmEngine('a')))) {
            ManagedChannel channel = connect(server);

            ServingStatus status =
                    HealthGrpc.newBlockingStub(channel)
                            .check(
                                    HealthCheckRequest.newBuilder()
                                            .setService("watchword.v1.Describe")
                                            .build())
                            .getStatus();
            List<String> services = services(channel);

            channel.shutdownNow();
            assertThat(status).isEqualTo(ServingStatus.SERVING);
            assertThat(services).contains("watchword.v1.Describe", "grpc.health.v1.Health");
        }
    }

    private static List<String> services(ManagedChannel channel) {
        CompletableFuture<List<String>> names = new CompletableFuture<>();
        StreamObserver<ServerReflectionRequest> ask =
                ServerReflectionGrpc.newStub(channel)
                        .serverReflectionInfo(
                                new StreamObserver<>() {
                                    @Override
                                    public void onNext(ServerReflectionResponse answer) {
                                        names.complete(
                                                answer
                                                        .getListServicesResponse()
                                                        .getServiceList()
                                                        .stream()
                                                        .map(ServiceResponse::getName)
                                                        .toList());
                                    }

                                    @Override
                                    public void onError(Throwable problem) {
                                        names.completeExceptionally(problem);
                                    }

                                    @Override
                                    public void onCompleted() {}
                                });
        ask.onNext(ServerReflectionRequest.newBuilder().setListServices("*").build());
        ask.onCompleted();
        return names.orTimeout(20, TimeUnit.SECONDS).join();
    }

    @Test
    void refusesAMessageOverFourMebibytes() {
        try (LlmServer server =
                LlmServer.start(LlmConfig.DEFAULT, Models.captioner(new FakeLlmEngine('a')))) {
            ManagedChannel channel = connect(server);
            DescribeRequest large =
                    DescribeRequest.newBuilder()
                            .setQuestionBytes(ByteString.copyFrom(new byte[(4 << 20) + 1]))
                            .build();

            assertThatThrownBy(() -> DescribeGrpc.newBlockingStub(channel).describe(large).next())
                    .isInstanceOfSatisfying(
                            StatusRuntimeException.class,
                            e ->
                                    assertThat(e.getStatus().getCode())
                                            .isEqualTo(Status.Code.RESOURCE_EXHAUSTED));
            channel.shutdownNow();
        }
    }

    @Test
    void saysInOneLineThatAPortIsInUseAndFreesTheModel() {
        FakeLlmEngine second = new FakeLlmEngine('a');
        try (LlmServer server =
                LlmServer.start(LlmConfig.DEFAULT, Models.captioner(new FakeLlmEngine('a')))) {
            LlmConfig taken = LlmConfig.DEFAULT.withPort(server.port());

            assertThatThrownBy(() -> LlmServer.start(taken, Models.captioner(second)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith(
                            "llm.port: 127.0.0.1:"
                                    + server.port()
                                    + " cannot be listened on: Address already in use");
            assertThat(second.closed()).isTrue();
        }
    }

    @Test
    void stoppingLetsAnAnswerUnderWayFinishAndRefusesWhoWaits() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        AtomicInteger waiting = new AtomicInteger();
        Semaphore changed = new Semaphore(0);
        FakeLlmEngine engine = new FakeLlmEngine(() -> await(gate), 'a', 'b');
        EngineMetrics metrics =
                new EngineMetrics() {
                    @Override
                    public void waiting(int jobs) {
                        waiting.set(jobs);
                        changed.release();
                    }
                };
        SchedulerLimits oneAtATime = new SchedulerLimits(1, 1, 4, 1_000, 100, 1_000_000_000L);
        LlmServer server =
                LlmServer.start(
                        LlmConfig.DEFAULT,
                        new LocalCaptioner(Models.of(engine), oneAtATime, metrics));
        ManagedChannel channel = connect(server);
        DescribeRequest request = message(Models.request());
        Iterator<DescribeResponse> underWay =
                DescribeGrpc.newBlockingStub(channel).describe(request);
        underWay.next();
        Iterator<DescribeResponse> waits = DescribeGrpc.newBlockingStub(channel).describe(request);
        while (waiting.get() == 0) {
            assertThat(changed.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
        }

        Thread stopping = new Thread(server::close);
        stopping.start();
        assertThatThrownBy(waits::next)
                .isInstanceOf(StatusRuntimeException.class)
                .hasMessage("UNAVAILABLE: UNAVAILABLE: server is stopping");
        gate.countDown();

        List<DescribeResponse> rest = ImmutableList.copyOf(underWay);
        stopping.join();
        channel.shutdownNow();
        assertThat(rest.get(rest.size() - 1).getResult().getText()).isEqualTo("ab");
        assertThat(engine.closed()).isTrue();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void closingFreesTheModel() {
        FakeLlmEngine engine = new FakeLlmEngine('a');
        LlmServer server = LlmServer.start(LlmConfig.DEFAULT, Models.captioner(engine));

        server.close();

        assertThat(engine.closed()).isTrue();
    }
}
