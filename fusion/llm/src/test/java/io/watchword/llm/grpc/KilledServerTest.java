package io.watchword.llm.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.common.collect.ImmutableList;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.watchword.contract.TokenBlockCodec;
import io.watchword.llm.prompt.CaptionRequest;
import io.watchword.llm.testing.Models;
import io.watchword.proto.v1.DescribeGrpc;
import io.watchword.proto.v1.DescribeRequest;
import io.watchword.proto.v1.DescribeResponse;
import io.watchword.proto.v1.DescribeSegment;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** With a process that is really killed. */
class KilledServerTest {
    private static DescribeRequest request() {
        CaptionRequest request = Models.request();
        CaptionRequest.SegmentTokens segment = request.segments().get(0);
        return DescribeRequest.newBuilder()
                .setRequestId(request.requestId())
                .setBundleSha256(request.bundleSha256())
                .setLanguage(request.language())
                .addSegments(
                        DescribeSegment.newBuilder()
                                .setStartUs(segment.span().startUs())
                                .setEndUs(segment.span().endUs())
                                .addAllBlocks(
                                        segment.blocks().stream()
                                                .map(TokenBlockCodec::to)
                                                .toList()))
                .build();
    }

    private static Iterator<DescribeResponse> describe(ManagedChannel channel) {
        return DescribeGrpc.newBlockingStub(channel)
                .withWaitForReady()
                .withDeadlineAfter(60, TimeUnit.SECONDS)
                .describe(request());
    }

    @Test
    void whoIsBeingAnsweredWhenTheServerDiesHearsOfItAndIsAnsweredByTheNextOne() throws Exception {
        ServerProcess first = ServerProcess.start(0, true);
        ManagedChannel channel =
                NettyChannelBuilder.forAddress("127.0.0.1", first.port()).usePlaintext().build();
        Iterator<DescribeResponse> underWay = describe(channel);
        String said = "";
        while (said.length() < 3) {
            said += underWay.next().getToken().getText();
        }

        first.kill();
        StatusRuntimeException lost =
                catchThrowableOfType(StatusRuntimeException.class, underWay::next);
        try (ServerProcess second = ServerProcess.start(first.port(), false)) {
            List<DescribeResponse> answer = ImmutableList.copyOf(describe(channel));

            assertThat(said).isEqualTo("abc");
            assertThat(lost.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
            assertThat(second.port()).isEqualTo(first.port());
            assertThat(answer.get(answer.size() - 1).getResult().getText()).isEqualTo("abcd");
        }
        channel.shutdownNow();
    }
}
