package io.watchword.fusion.client;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Server;
import io.grpc.Status;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.StreamObserver;
import io.watchword.contract.ErrorCode;
import io.watchword.contract.Keyframe;
import io.watchword.contract.Modality;
import io.watchword.contract.TimeSpan;
import io.watchword.contract.TokenBlock;
import io.watchword.contract.TokenLedger;
import io.watchword.fusion.FuseConfig;
import io.watchword.fusion.OutageConfig;
import io.watchword.fusion.context.ContextSegment;
import io.watchword.fusion.describe.DenseEvent;
import io.watchword.fusion.describe.Description;
import io.watchword.fusion.describe.Keyframes;
import io.watchword.fusion.describe.Question;
import io.watchword.fusion.detect.EventCandidate;
import io.watchword.proto.v1.DecodedToken;
import io.watchword.proto.v1.Decoding;
import io.watchword.proto.v1.DescribeGrpc;
import io.watchword.proto.v1.DescribeKeyframe;
import io.watchword.proto.v1.DescribeRequest;
import io.watchword.proto.v1.DescribeResponse;
import io.watchword.proto.v1.DescribeResult;
import io.watchword.proto.v1.TokenLedgerRecord;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GrpcDescriberTest {
    private final ScriptedServer scripted = new ScriptedServer();
    private final Server server;
    private final GrpcDescriber describer;
    private List<Keyframe> pictures = List.of();

    GrpcDescriberTest() throws IOException {
        String name = InProcessServerBuilder.generateName();
        server = InProcessServerBuilder.forName(name).addService(scripted).build().start();
        describer =
                new GrpcDescriber(
                        InProcessChannelBuilder.forName(name).build(),
                        new FuseConfig.Describing(
                                4,
                                320,
                                7,
                                Duration.ofSeconds(10),
                                2,
                                Duration.ofMillis(1),
                                4,
                                true),
                        this::keyframes,
                        gate(name),
                        Decoding.Priority.BACKFILL);
    }

    private static SharedGate.Lease gate(String name) {
        return new SharedGate(name, OutageConfig.DEFAULT).acquire();
    }

    @AfterEach
    void stop() {
        describer.close();
        server.shutdownNow();
    }

    @Test
    void sendsTheBlocksAndReturnsTheSentence() throws Exception {
        scripted.then(call -> say(call, result("A car drives."), " A car", " drives", "."));

        Description description = ask();

        assertThat(description)
                .isEqualTo(
                        new Description.Described(
                                "A car drives.",
                                0.5f,
                                new TokenLedger(1, 15, 15, 5, 8, 8, 3),
                                "tiny 1",
                                "bundle",
                                "prompt"));
        DescribeRequest request = scripted.requests.remove();
        assertThat(request.getRequestId()).isEqualTo("event-1");
        assertThat(request.getBundleSha256()).isEqualTo("bundle");
        assertThat(request.getLanguage()).isEqualTo("ru");
        assertThat(request.getMaxNewTokens()).isEqualTo(7);
        assertThat(request.getOptions().getPriority()).isEqualTo(Decoding.Priority.BACKFILL);
        assertThat(request.getSegmentsList())
                .singleElement()
                .returns(2_000_000L, s -> s.getEndUs())
                .returns(1, s -> s.getBlocksCount())
                .returns(2, s -> s.getBlocks(0).getCount());
    }

    private CompletableFuture<Map<String, List<Keyframe>>> keyframes(List<String> segmentIds) {
        Map<String, List<Keyframe>> found = new HashMap<>();
        segmentIds.forEach(id -> found.put(id, pictures));
        return CompletableFuture.completedFuture(found);
    }

    @Test
    void sendsThePicturesThatAreFound() throws Exception {
        pictures = List.of(picture(100), picture(200));
        scripted.then(call -> say(call, result("A car."), "A car."));

        ask();

        assertThat(scripted.requests.remove().getSegments(0).getKeyframesList())
                .extracting(DescribeKeyframe::getPtsUs)
                .containsExactly(100L, 200L);
    }

    @Test
    void sendsNoMorePicturesThanAMessageHolds() throws Exception {
        pictures = Collections.nCopies(40, new Keyframe(0, new byte[200_000], false, 8, 8));
        scripted.then(call -> say(call, result("A car."), "A car."));

        ask();

        assertThat(scripted.requests.remove().getSegments(0).getKeyframesCount()).isEqualTo(15);
    }

    private static Keyframe picture(long ptsUs) {
        return new Keyframe(ptsUs, new byte[] {1}, false, 8, 8);
    }

    @Test
    void returnsWhatHappensWhenAndLeavesOutWhatCannotBe() throws Exception {
        DescribeResult told =
                result("Day.").toBuilder()
                        .addEvents(dense(0, 1_000_000, "a car"))
                        .addEvents(dense(1_000_000, 1_000_000, "a dog"))
                        .addEvents(dense(0, 2_000_000, "a\u0007bird"))
                        .build();
        scripted.then(call -> say(call, told, "Day."));

        Description description = ask();

        assertThat(((Description.Described) description).events())
                .containsExactly(new DenseEvent(new TimeSpan(0, 1_000_000), "a car", 0.5f));
        assertThat(scripted.requests.remove().getEvents()).isTrue();
    }

    private static io.watchword.proto.v1.DenseEvent dense(long startUs, long endUs, String text) {
        return io.watchword.proto.v1.DenseEvent.newBuilder()
                .setStartUs(startUs)
                .setEndUs(endUs)
                .setText(text)
                .setConfidence(0.5f)
                .build();
    }

    @Test
    void asksAgainWhenTheServerIsBusy() throws Exception {
        scripted.then(call -> call.onError(Status.RESOURCE_EXHAUSTED.asException()))
                .then(call -> call.onError(Status.UNAVAILABLE.asException()))
                .then(call -> say(call, result("Calm."), "Calm."));

        assertThat(ask()).isInstanceOf(Description.Described.class);
        assertThat(scripted.requests).hasSize(3);
    }

    @Test
    void givesUpAfterTwoRetries() throws Exception {
        for (int i = 0; i < 5; i++) {
            scripted.then(
                    call ->
                            call.onError(
                                    Status.RESOURCE_EXHAUSTED
                                            .withDescription("OVERLOADED: 8 wait")
                                            .asException()));
        }

        assertThat(ask())
                .isEqualTo(
                        new Description.Refused(
                                ErrorCode.OVERLOADED, "RESOURCE_EXHAUSTED: OVERLOADED: 8 wait"));
        assertThat(scripted.requests).hasSize(3);
    }

    @Test
    void doesNotAskAgainWhenItCannotHelp() throws Exception {
        scripted.then(
                call ->
                        call.onError(
                                Status.FAILED_PRECONDITION
                                        .withDescription("MODEL_MISMATCH: bundle is another")
                                        .asException()));

        assertThat(((Description.Refused) ask()).code()).isEqualTo(ErrorCode.MODEL_MISMATCH);
        assertThat(scripted.requests).hasSize(1);
    }

    @Test
    void startsAfreshWhenAnAnswerBreaksOff() throws Exception {
        scripted.then(
                        call -> {
                            call.onNext(token("A ca"));
                            call.onError(Status.UNAVAILABLE.asException());
                        })
                .then(call -> say(call, result("A car."), "A car", "."));

        assertThat(((Description.Described) ask()).text()).isEqualTo("A car.");
    }

    @Test
    void stopsWaitingAtTheDeadlineAndDoesNotAskAgain() throws Exception {
        String name = InProcessServerBuilder.generateName();
        ScriptedServer unanswered = new ScriptedServer();
        Server silent = InProcessServerBuilder.forName(name).addService(unanswered).build().start();
        FuseConfig.Describing impatient =
                new FuseConfig.Describing(
                        4, 320, 0, Duration.ofMillis(20), 1, Duration.ofMillis(1), 1, false);
        try (GrpcDescriber asking =
                new GrpcDescriber(
                        InProcessChannelBuilder.forName(name).build(),
                        impatient,
                        Keyframes.NONE,
                        gate(name),
                        Decoding.Priority.LIVE)) {
            Description description = asking.describe(question()).get(30, SECONDS);

            assertThat(((Description.Refused) description).code())
                    .isEqualTo(ErrorCode.DEADLINE_EXCEEDED);
            assertThat(unanswered.requests).hasSizeLessThanOrEqualTo(1);
        } finally {
            silent.shutdownNow();
        }
    }

    @Test
    void refusesATextThatItsTokensDidNotGive() throws Exception {
        scripted.then(call -> say(call, result("A car."), "A cat."));

        assertThat(ask())
                .isEqualTo(
                        new Description.Refused(
                                ErrorCode.INVALID_OUTPUT,
                                "the tokens gave another text of 6 characters than the result's 6"));
    }

    @Test
    void refusesWhatIsNoSentence() throws Exception {
        scripted.then(call -> say(call, result("A\u0007car"), "A\u0007car"))
                .then(call -> say(call, result("a".repeat(2049)), "a".repeat(2049)))
                .then(call -> say(call, result(""), ""))
                .then(call -> say(call, result("<b>A car.</b>"), "<b>A car.</b>"));

        assertThat(List.of(refused(), refused(), refused(), refused()))
                .containsOnly(ErrorCode.INVALID_OUTPUT);
        assertThat(scripted.requests).hasSize(4);
    }

    @Test
    void refusesWhatIsNoAnswerOfTheModelThatWasAsked() throws Exception {
        String endless = "a car drives and ".repeat(30).strip();
        DescribeResult uncertain = result("A.").toBuilder().setConfidence(Float.NaN).build();
        DescribeResult another = result("A.").toBuilder().setModelSha256("another").build();
        scripted.then(call -> say(call, uncertain, "A."))
                .then(StreamObserver::onCompleted)
                .then(call -> say(call, another, "A."))
                .then(call -> say(call, result(endless), endless));

        assertThat(List.of(refused(), refused(), refused(), refused()))
                .containsOnly(ErrorCode.INVALID_OUTPUT);
        assertThat(scripted.requests).hasSize(4);
    }

    @Test
    void leavesTheModelAloneOnceItHasFailedTooOften() throws Exception {
        for (int i = 0; i < 10; i++) {
            scripted.then(call -> call.onError(Status.UNAVAILABLE.asException()));
        }

        ErrorCode first = refused();
        ErrorCode second = refused();
        Description third = ask();

        assertThat(List.of(first, second)).containsOnly(ErrorCode.UNAVAILABLE);
        assertThat(third)
                .isEqualTo(
                        new Description.Refused(
                                ErrorCode.UNAVAILABLE,
                                "the language model failed and is left alone for a while"));
        assertThat(scripted.requests).hasSize(OutageConfig.DEFAULT.failuresInRow());
    }

    private ErrorCode refused() throws Exception {
        return ((Description.Refused) ask()).code();
    }

    private Description ask() throws Exception {
        return describer.describe(question()).get(30, SECONDS);
    }

    private static Question question() {
        TimeSpan span = new TimeSpan(0, 2_000_000);
        EventCandidate candidate =
                new EventCandidate(
                        "event-1", "cam", "cam", 0, "rule", span, List.of(), "tiny 1", "bundle");
        TokenBlock zero = new TokenBlock(Modality.SPATIAL, 2, 2, 1, new byte[4]);
        TokenBlock block = new TokenBlock(Modality.MOTION, 2, 2, 1, new byte[] {1, 2, 3, 4});
        return new Question(
                candidate,
                "ru",
                List.of(new ContextSegment("seg-0", 0, 0, span, 0, List.of(zero, block))));
    }

    private static void say(
            StreamObserver<DescribeResponse> call, DescribeResult result, String... tokens) {
        for (String token : tokens) {
            call.onNext(token(token));
        }
        call.onNext(DescribeResponse.newBuilder().setResult(result).build());
        call.onCompleted();
    }

    private static DescribeResponse token(String text) {
        return DescribeResponse.newBuilder()
                .setToken(DecodedToken.newBuilder().setText(text))
                .build();
    }

    private static DescribeResult result(String text) {
        return DescribeResult.newBuilder()
                .setText(text)
                .setConfidence(0.5f)
                .setLedger(
                        TokenLedgerRecord.newBuilder()
                                .setText(1)
                                .setSpatial(15)
                                .setMotion(15)
                                .setAudio(5)
                                .setTemporal(8)
                                .setDelimiter(8)
                                .setDecoded(3))
                .setModel("tiny 1")
                .setModelSha256("bundle")
                .setPromptSha256("prompt")
                .build();
    }

    /** Answers calls as told, one after another; keeps silent when nothing is left to say. */
    private static final class ScriptedServer extends DescribeGrpc.DescribeImplBase {
        private final Queue<DescribeRequest> requests = new ConcurrentLinkedQueue<>();
        private final Queue<Consumer<StreamObserver<DescribeResponse>>> script =
                new ConcurrentLinkedQueue<>();

        ScriptedServer then(Consumer<StreamObserver<DescribeResponse>> answer) {
            script.add(answer);
            return this;
        }

        @Override
        public void describe(DescribeRequest request, StreamObserver<DescribeResponse> call) {
            requests.add(request);
            Consumer<StreamObserver<DescribeResponse>> answer = script.poll();
            if (answer != null) {
                answer.accept(call);
            }
        }
    }
}
