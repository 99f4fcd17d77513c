package io.watchword.llm.grpc;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.google.common.collect.ImmutableList;
import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.watchword.contract.TokenBlockCodec;
import io.watchword.contract.bundle.ModelBundle;
import io.watchword.llm.LlmConfig;
import io.watchword.llm.RemoteConfig;
import io.watchword.llm.RemoteConfig.Protocol;
import io.watchword.llm.onnx.Golden;
import io.watchword.llm.prompt.CaptionRequest;
import io.watchword.llm.testing.BundleAnswer;
import io.watchword.llm.testing.FakeHttpModel;
import io.watchword.llm.testing.RemoteConfigs;
import io.watchword.llm.testing.VllmAnswers;
import io.watchword.proto.v1.DescribeGrpc;
import io.watchword.proto.v1.DescribeGrpc.DescribeBlockingStub;
import io.watchword.proto.v1.DescribeKeyframe;
import io.watchword.proto.v1.DescribeRequest;
import io.watchword.proto.v1.DescribeResponse;
import io.watchword.proto.v1.DescribeResult;
import io.watchword.proto.v1.DescribeSegment;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** The whole service before a server that speaks as vLLM does. */
class RemoteLlmServerTest {
    private static final String KEY = "sk-canary-77aa";
    private static final ModelBundle BUNDLE = Golden.bundle();

    private static LlmServer start(RemoteConfig remote) {
        LlmConfig config = RemoteConfigs.llm(remote);
        Function<String, Optional<String>> secrets =
                name -> name.equals("KEY_OF_TEST") ? Optional.of(KEY) : Optional.empty();
        return LlmServer.start(config, BUNDLE, secrets);
    }

    private static ManagedChannel connect(LlmServer server) {
        return NettyChannelBuilder.forAddress("127.0.0.1", server.port()).usePlaintext().build();
    }

    private static DescribeRequest message() {
        CaptionRequest golden = new Golden().request(BUNDLE);
        DescribeRequest.Builder message =
                DescribeRequest.newBuilder()
                        .setRequestId(golden.requestId())
                        .setBundleSha256(golden.bundleSha256())
                        .setLanguage(golden.language())
                        .setMaxNewTokens(golden.maxNewTokens());
        for (CaptionRequest.SegmentTokens segment : golden.segments()) {
            message.addSegments(
                    DescribeSegment.newBuilder()
                            .setStartUs(segment.span().startUs())
                            .setEndUs(segment.span().endUs())
                            .addAllBlocks(
                                    segment.blocks().stream().map(TokenBlockCodec::to).toList()));
        }
        return message.build();
    }

    private static List<DescribeResponse> ask(LlmServer server, DescribeRequest message) {
        ManagedChannel channel = connect(server);
        try {
            return ImmutableList.copyOf(DescribeGrpc.newBlockingStub(channel).describe(message));
        } finally {
            channel.shutdownNow();
        }
    }

    private static Status refused(LlmServer server, DescribeRequest message) {
        try {
            return Status.OK.withDescription(ask(server, message).toString());
        } catch (StatusRuntimeException e) {
            return e.getStatus();
        }
    }

    private static DescribeResult last(List<DescribeResponse> answers) {
        return answers.get(answers.size() - 1).getResult();
    }

    private static DescribeResult here() {
        try (LlmServer server = LlmServer.start(LlmConfig.DEFAULT, BUNDLE, n -> Optional.empty())) {
            return last(ask(server, message()));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aDecoderElsewhereSaysWhatTheDecoderHereSays(boolean stream) {
        try (BundleAnswer decoder = new BundleAnswer(BUNDLE);
                FakeHttpModel elsewhere = new FakeHttpModel(decoder);
                LlmServer server =
                        start(
                                (stream ? new RemoteConfigs() : new RemoteConfigs().whole())
                                        .at(elsewhere.url()))) {
            DescribeResult expected = here();

            List<DescribeResponse> answers = ask(server, message());

            DescribeResult result = last(answers);
            assertThat(result.getText()).isNotBlank().isEqualTo(expected.getText());
            assertThat(result.getFinishReason()).isEqualTo(expected.getFinishReason());
            assertThat(result.getConfidence()).isEqualTo(expected.getConfidence(), within(1e-5f));
            assertThat(result.getLedger()).isEqualTo(expected.getLedger());
            assertThat(result.getPromptSha256()).isEqualTo(expected.getPromptSha256());
            assertThat(result.getModel()).isEqualTo("random 1 with m");
            StringBuilder streamed = new StringBuilder();
            answers.forEach(answer -> streamed.append(answer.getToken().getText()));
            assertThat(streamed.toString().strip()).isEqualTo(result.getText());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "400, FAILED_PRECONDITION, MODEL_MISMATCH",
        "401, UNAUTHENTICATED, UNAUTHENTICATED",
        "413, INVALID_ARGUMENT, LIMIT_EXCEEDED",
        "429, RESOURCE_EXHAUSTED, OVERLOADED",
        "500, INTERNAL, INVALID_OUTPUT",
        "503, UNAVAILABLE, UNAVAILABLE",
        "308, PERMISSION_DENIED, FORBIDDEN_ADDRESS"
    })
    void aStatusOfTheOtherServerBecomesOneOfOurs(int status, Status.Code expected, String code) {
        try (FakeHttpModel elsewhere =
                        new FakeHttpModel(
                                FakeHttpModel.json(status, VllmAnswers.error(status, "why")));
                LlmServer server = start(new RemoteConfigs().maxRetries(0).at(elsewhere.url()))) {
            Status found = refused(server, message());

            assertThat(found.getCode()).isEqualTo(expected);
            assertThat(found.getDescription())
                    .isEqualTo(code + ": the server answered " + status + ": why");
        }
    }

    @Test
    void theKeyIsInNoLogAndInNoStatus() {
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        Level before = root.getLevel();
        root.addAppender(log);
        root.setLevel(Level.TRACE);
        try (FakeHttpModel elsewhere =
                        new FakeHttpModel(
                                FakeHttpModel.json(401, VllmAnswers.error(401, "bad key " + KEY)));
                LlmServer server =
                        start(new RemoteConfigs().apiKey("KEY_OF_TEST").at(elsewhere.url()))) {
            Status found = refused(server, message());

            assertThat(elsewhere.received().get(0).headers().getFirst("Authorization"))
                    .isEqualTo("Bearer " + KEY);
            assertThat(found.getDescription()).endsWith("bad key [redacted]");
        } finally {
            root.detachAppender(log);
            root.setLevel(before);
        }
        assertThat(List.copyOf(log.list)).isNotEmpty().noneMatch(RemoteLlmServerTest::tellsTheKey);
    }

    /** The fake server's own log of what it read does not count: it is the other side. */
    private static boolean tellsTheKey(ILoggingEvent event) {
        return !event.getLoggerName().startsWith("com.sun.net.httpserver")
                && (event.getFormattedMessage() + event.getKeyValuePairs()).contains(KEY);
    }

    @Test
    void theDeadlineOfTheCallEndsTheRequestElsewhere() throws Exception {
        CountDownLatch left = new CountDownLatch(1);
        FakeHttpModel.Answer endless =
                (exchange, body, closing) -> {
                    try {
                        FakeHttpModel.send(exchange, VllmAnswers.chunk("a", 97, -0.1, null));
                        while (closing.getCount() > 0) {
                            exchange.getResponseBody().write(new byte[] {':', '\n'});
                            exchange.getResponseBody().flush();
                        }
                    } catch (java.io.IOException e) {
                        left.countDown();
                    }
                };
        try (FakeHttpModel elsewhere = new FakeHttpModel(endless);
                LlmServer server =
                        start(new RemoteConfigs().maxResponseBytes(64 << 20).at(elsewhere.url()))) {
            ManagedChannel channel = connect(server);
            DescribeBlockingStub stub =
                    DescribeGrpc.newBlockingStub(channel).withDeadlineAfter(500, MILLISECONDS);
            Status.Code code = Status.Code.OK;
            try {
                stub.describe(message()).forEachRemaining(answer -> {});
            } catch (StatusRuntimeException e) {
                code = e.getStatus().getCode();
            }
            channel.shutdownNow();

            assertThat(code).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
            assertThat(left.await(20, SECONDS)).isTrue();
        }
    }

    @Test
    void aChatModelIsShownTheKeyFrames() {
        byte[] jpeg = {(byte) 0xff, (byte) 0xd8, (byte) 0xff, 1};
        DescribeRequest.Builder request = message().toBuilder();
        request.getSegmentsBuilder(0)
                .addKeyframes(DescribeKeyframe.newBuilder().setJpeg(ByteString.copyFrom(jpeg)));
        String answer =
                "{\"choices\":[{\"message\":{\"content\":\"A car.\"},\"finish_reason\":\"stop\"}]}";
        try (FakeHttpModel elsewhere = new FakeHttpModel(FakeHttpModel.json(200, answer));
                LlmServer server =
                        start(new RemoteConfigs().protocol(Protocol.CHAT).at(elsewhere.url()))) {
            DescribeResult result = last(ask(server, request.build()));

            assertThat(result.getText()).isEqualTo("A car.");
            assertThat(elsewhere.received().get(0).body().findValuesAsText("url"))
                    .isEqualTo(Arrays.asList("data:image/jpeg;base64,/9j/AQ=="));
            assertThat(refused(server, message()).getDescription())
                    .startsWith("INVALID_RECORD: request has no key frames");
            request.getSegmentsBuilder(0).getKeyframesBuilder(0).setJpeg(ByteString.EMPTY);
            assertThat(refused(server, request.build()).getDescription())
                    .isEqualTo("INVALID_RECORD: key frame at 0 us is no JPEG");
        }
    }
}
