package io.watchword.llm.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.watchword.contract.ErrorCode;
import io.watchword.llm.decode.Refusal;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GrpcStatusTest {
    private static final Set<Status.Code> RETRIED =
            Set.of(
                    Status.Code.UNAVAILABLE,
                    Status.Code.RESOURCE_EXHAUSTED,
                    Status.Code.DEADLINE_EXCEEDED);

    @Test
    void onlyWhatMaySucceedLaterGetsAStatusThatClientsRetry() {
        for (ErrorCode code : ErrorCode.values()) {
            Status status = GrpcStatus.of(new Refusal(code, "detail"));

            assertThat(RETRIED.contains(status.getCode()))
                    .as("%s", code)
                    .isEqualTo(code.retryable());
            assertThat(status.getDescription()).isEqualTo(code + ": detail");
        }
    }
}
