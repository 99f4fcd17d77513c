package io.watchword.fusion.client;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.grpc.Server;
import io.grpc.Status;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.StreamObserver;
import io.watchword.contract.Compression;
import io.watchword.contract.ErrorCode;
import io.watchword.contract.Modality;
import io.watchword.contract.TimeSpan;
import io.watchword.contract.TokenBlock;
import io.watchword.fusion.FuseConfig;
import io.watchword.fusion.ask.WindowModel.Asked;
import io.watchword.fusion.context.ContextSegment;
import io.watchword.fusion.describe.Description;
import io.watchword.proto.v1.DecodedToken;
import io.watchword.proto.v1.DescribeGrpc;
import io.watchword.proto.v1.DescribeRequest;
import io.watchword.proto.v1.DescribeResponse;
import io.watchword.proto.v1.DescribeResult;
import io.watchword.proto.v1.PromptCompression;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GrpcWindowModelTest {
    private final String name = InProcessServerBuilder.generateName();
    private final YesServer yes = new YesServer();
    private final Server server;
    private final GrpcWindowModel model;

    GrpcWindowModelTest() throws IOException {
        server = InProcessServerBuilder.forName(name).addService(yes).build().start();
        model =
                new GrpcWindowModel(
                        InProcessChannelBuilder.forName(name).build(),
                        new FuseConfig.Describing(
                                4,
                                320,
                                0,
                                Duration.ofSeconds(10),
                                2,
                                Duration.ofMillis(1),
                                4,
                                false),
                        gate());
    }

    private static ModelGate gate() {
        return new ModelGate("test", FuseConfig.DEFAULT.outage(), () -> 0);
    }

    @AfterEach
    void stop() {
        model.close();
        server.shutdownNow();
    }

    private Description ask() throws Exception {
        return ask(model);
    }

    private static Description ask(GrpcWindowModel model) throws Exception {
        TokenBlock block = new TokenBlock(Modality.MOTION, 2, 2, 1, new byte[4]);
        ContextSegment segment =
                new ContextSegment("s", 0, 0, new TimeSpan(0, 2_000_000), 0, List.of(block));
        return model.answer(new Asked("id", "bundle", "en", "Is there a car?", List.of(segment)))
                .get(10, SECONDS);
    }

    @Test
    void sendsTheQuestionAndNoPictures() throws Exception {
        ask();

        DescribeRequest request = yes.requests.get(0);
        assertThat(request.getQuestion()).isEqualTo("Is there a car?");
        assertThat(request.getBundleSha256()).isEqualTo("bundle");
        assertThat(request.getEvents()).isFalse();
        assertThat(request.getSegments(0).getBlocksCount()).isEqualTo(1);
        assertThat(request.getSegments(0).getKeyframesCount()).isZero();
    }

    @Test
    void asksForShorterPromptsWhereItIsToldTo() throws Exception {
        FuseConfig.Describing pooling =
                FuseConfig.DEFAULT.with(new Compression(Compression.Kind.POOL, 64)).describing();
        try (GrpcWindowModel shorter =
                new GrpcWindowModel(
                        InProcessChannelBuilder.forName(name).build(), pooling, gate())) {
            ask();
            ask(shorter);
        }

        assertThat(yes.requests.get(0).hasCompression()).isFalse();
        assertThat(yes.requests.get(1).getCompression())
                .isEqualTo(
                        PromptCompression.newBuilder()
                                .setKind(PromptCompression.Kind.POOL)
                                .setMaxPositions(64)
                                .build());
    }

    @Test
    void isAsSureAsTheProbabilityOfTheTokensAnswered() throws Exception {
        Description.Described answer = (Description.Described) ask();

        assertThat(answer.text()).isEqualTo("Yes.");
        assertThat(answer.confidence()).isCloseTo(0.72f, within(1e-4f));
    }

    @Test
    void leavesConfidenceAloneWhereTheServerSaysNoProbabilities() throws Exception {
        yes.logprob = 0;
        yes.confidence = 0;

        assertThat(((Description.Described) ask()).confidence()).isZero();
    }

    @Test
    void asksAgainWhereTheServerIsOverloaded() throws Exception {
        yes.failures = 2;

        assertThat(ask()).isInstanceOf(Description.Described.class);
        assertThat(yes.requests).hasSize(3);
    }

    @Test
    void saysAtOnceThatAModelIsDownAndSoonLeavesItAlone() throws Exception {
        server.shutdownNow().awaitTermination(10, SECONDS);
        Description first = ask();
        Description last = first;
        for (int i = 0; i < 10; i++) {
            last = ask();
        }

        assertThat(first)
                .isInstanceOfSatisfying(
                        Description.Refused.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.UNAVAILABLE));
        assertThat(last).isEqualTo(GrpcDescriber.RESTING);
    }

    @Test
    void doesNotTakeAModelForDownThatHasMuchToDo() throws Exception {
        yes.failures = 30;
        for (int i = 0; i < 10; i++) {
            ask();
        }

        assertThat(ask()).isInstanceOf(Description.Described.class);
    }

    @Test
    void givesUpAfterTheLastRetry() throws Exception {
        yes.failures = 9;

        assertThat(ask())
                .isInstanceOfSatisfying(
                        Description.Refused.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.OVERLOADED));
        assertThat(yes.requests).hasSize(3);
    }

    /** Says yes, with a probability of 0.9 and 0.8 for its two tokens. */
    private static final class YesServer extends DescribeGrpc.DescribeImplBase {
        private final List<DescribeRequest> requests =
                Collections.synchronizedList(new ArrayList<>());
        private volatile float logprob = 1;
        private volatile float confidence = 0.01f;
        private volatile int failures;

        @Override
        public void describe(DescribeRequest request, StreamObserver<DescribeResponse> call) {
            requests.add(request);
            if (requests.size() <= failures) {
                call.onError(Status.RESOURCE_EXHAUSTED.asRuntimeException());
                return;
            }
            call.onNext(token("Yes", (float) Math.log(0.9) * logprob));
            call.onNext(token(".", (float) Math.log(0.8) * logprob));
            call.onNext(
                    DescribeResponse.newBuilder()
                            .setResult(
                                    DescribeResult.newBuilder()
                                            .setText("Yes.")
                                            .setConfidence(confidence))
                            .build());
            call.onCompleted();
        }

        private static DescribeResponse token(String text, float logprob) {
            return DescribeResponse.newBuilder()
                    .setToken(DecodedToken.newBuilder().setText(text).setLogprob(logprob))
                    .build();
        }
    }
}
