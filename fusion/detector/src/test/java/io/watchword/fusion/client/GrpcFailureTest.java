package io.watchword.fusion.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.Status;
import io.watchword.contract.ErrorCode;
import org.junit.jupiter.api.Test;

class GrpcFailureTest {
    @Test
    void believesTheCodeThatTheServerNames() {
        assertThat(code(Status.INVALID_ARGUMENT.withDescription("LIMIT_EXCEEDED: 9 segments")))
                .isEqualTo(ErrorCode.LIMIT_EXCEEDED);
    }

    @Test
    void placesEveryStatus() {
        assertThat(code(Status.RESOURCE_EXHAUSTED)).isEqualTo(ErrorCode.OVERLOADED);
        assertThat(code(Status.DEADLINE_EXCEEDED)).isEqualTo(ErrorCode.DEADLINE_EXCEEDED);
        assertThat(code(Status.INTERNAL)).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(code(Status.FAILED_PRECONDITION)).isEqualTo(ErrorCode.MODEL_MISMATCH);
        assertThat(code(Status.OUT_OF_RANGE)).isEqualTo(ErrorCode.INVALID_RECORD);
    }

    @Test
    void doesNotAskAgainForBytesThatAreNoMessage() {
        Throwable unreadable = new InvalidProtocolBufferException("invalid UTF-8");

        assertThat(code(Status.CANCELLED.withCause(unreadable)))
                .isEqualTo(ErrorCode.INVALID_OUTPUT);
    }

    @Test
    void anAnswerThatIsTooLargeIsGarbageAndNoOverload() {
        assertThat(
                        code(
                                Status.RESOURCE_EXHAUSTED.withDescription(
                                        "gRPC message exceeds maximum size 65536: 1048586")))
                .isEqualTo(ErrorCode.INVALID_OUTPUT);
    }

    private static ErrorCode code(Status status) {
        return GrpcFailure.from(status.asRuntimeException()).code();
    }
}
