package io.watchword.llm.grpc;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.watchword.contract.TokenBlockCodec;
import io.watchword.contract.bundle.ModelBundle;
import io.watchword.llm.LlmConfig;
import io.watchword.llm.decode.LocalCaptioner;
import io.watchword.llm.engine.EngineMetrics;
import io.watchword.llm.onnx.Golden;
import io.watchword.llm.onnx.OnnxLanguageModel;
import io.watchword.llm.prompt.CaptionRequest;
import io.watchword.proto.v1.DescribeGrpc;
import io.watchword.proto.v1.DescribeRequest;
import io.watchword.proto.v1.DescribeResponse;
import io.watchword.proto.v1.DescribeResult;
import io.watchword.proto.v1.DescribeSegment;
import io.watchword.proto.v1.TokenBlockRecord;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Many clients at a time, some of whom send nonsense, against the random test bundle. */
class ManyAskersTest {
    private static final int ASKERS = 64;
    private static final int GARBAGE = 60;

    private final AtomicInteger largestBatch = new AtomicInteger();
    private final AtomicInteger sequences = new AtomicInteger();
    private final ModelBundle bundle = Golden.bundle();
    private final DescribeRequest golden = message(new Golden().request(bundle));
    private final LlmServer server =
            LlmServer.start(
                    LlmConfig.DEFAULT,
                    new LocalCaptioner(
                            OnnxLanguageModel.open(bundle),
                            LlmConfig.DEFAULT.schedulerLimits(),
                            new Counts()));
    private final ManagedChannel channel =
            NettyChannelBuilder.forAddress("127.0.0.1", server.port()).usePlaintext().build();

    private final class Counts implements EngineMetrics {
        @Override
        public void decoded(int batchSize, long elapsedNs) {
            largestBatch.accumulateAndGet(batchSize, Math::max);
        }

        @Override
        public void holds(int thread, int held, int cachePositions) {
            sequences.set(held);
        }
    }

    @AfterEach
    void stop() {
        channel.shutdownNow();
        server.close();
    }

    private static DescribeRequest message(CaptionRequest request) {
        DescribeRequest.Builder message =
                DescribeRequest.newBuilder()
                        .setRequestId(request.requestId())
                        .setBundleSha256(request.bundleSha256())
                        .setLanguage(request.language());
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

    /** Token ids and the status; a model of random weights may well say nothing that is text. */
    private List<Object> ask(DescribeRequest request) {
        List<Object> heard = new ArrayList<>();
        try {
            Iterator<DescribeResponse> answers =
                    DescribeGrpc.newBlockingStub(channel)
                            .withDeadlineAfter(60, SECONDS)
                            .describe(request);
            while (answers.hasNext()) {
                DescribeResponse next = answers.next();
                heard.add(next.hasToken() ? next.getToken().getTokenId() : said(next));
            }
            heard.add(Status.Code.OK);
        } catch (StatusRuntimeException e) {
            heard.add(e.getStatus().getCode());
        }
        return heard;
    }

    /** Sums in another order move a confidence in its seventh digit. */
    private static DescribeResult said(DescribeResponse last) {
        return last.getResult().toBuilder().clearConfidence().build();
    }

    private DescribeRequest question(int number) {
        return golden.toBuilder()
                .setQuestion("Is there a car, number " + number + "?")
                .setMaxNewTokens(1 + number % 12)
                .build();
    }

    @Test
    void sixtyFourAskersAtATimeEachHearWhatTheyWouldHearAlone() throws Exception {
        List<List<Object>> alone = new ArrayList<>();
        for (int i = 0; i < ASKERS; i++) {
            alone.add(ask(question(i)));
        }
        ExecutorService askers = Executors.newFixedThreadPool(ASKERS);
        List<Future<List<Object>>> answers = new ArrayList<>();
        for (int i = 0; i < ASKERS; i++) {
            DescribeRequest request = question(i);
            answers.add(askers.submit(() -> ask(request)));
        }

        List<List<Object>> together = new ArrayList<>();
        for (Future<List<Object>> answer : answers) {
            together.add(answer.get(60, SECONDS));
        }

        askers.shutdown();
        assertThat(together).isEqualTo(alone);
        assertThat(largestBatch.get()).isGreaterThan(4);
    }

    @Test
    void tensorsOfNonsenseAreRefusedAndTheServerGoesOn() {
        List<Object> before = ask(golden);
        Random random = new Random(9);

        for (int i = 0; i < GARBAGE; i++) {
            List<Object> heard = ask(garbled(random));

            assertThat(heard)
                    .as("garbage %d", i)
                    .hasSize(1)
                    .containsAnyOf(Status.Code.INVALID_ARGUMENT, Status.Code.FAILED_PRECONDITION);
        }

        assertThat(ask(golden)).isEqualTo(before);
        assertThat(sequences.get()).isZero();
    }

    private DescribeRequest garbled(Random random) {
        DescribeRequest.Builder message = golden.toBuilder();
        DescribeSegment.Builder segment =
                message.getSegmentsBuilder(random.nextInt(message.getSegmentsCount()));
        TokenBlockRecord.Builder block =
                segment.getBlocksBuilder(random.nextInt(segment.getBlocksCount()));
        byte[] bytes = new byte[random.nextInt(block.getValues().size())];
        random.nextBytes(bytes);
        switch (random.nextInt(8)) {
            case 0 -> block.setScale(Float.NaN);
            case 1 -> block.setScale(Float.POSITIVE_INFINITY);
            case 2 -> block.setScale(Float.MAX_VALUE);
            case 3 -> block.setValues(ByteString.copyFrom(bytes));
            case 4 -> block.setCount(1 + block.getCount() + random.nextInt(1_000_000));
            case 5 -> block.setDim(-random.nextInt(1_000_000));
            case 6 -> segment.addBlocks(block.clone());
            default -> {
                int dim = 1 + random.nextInt(2);
                block.setCount(3).setDim(dim).setValues(ByteString.copyFrom(new byte[3 * dim]));
            }
        }
        return message.build();
    }
}
