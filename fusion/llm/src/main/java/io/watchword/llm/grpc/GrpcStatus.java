package io.watchword.llm.grpc;

import io.grpc.Status;
import io.watchword.contract.ErrorCode;
import io.watchword.llm.decode.Refusal;

/** The one place where our error codes become gRPC's. The description starts with our code. */
final class GrpcStatus {
    private GrpcStatus() {}

    static Status of(Refusal refusal) {
        return of(refusal.code()).withDescription(refusal.code() + ": " + refusal.detail());
    }

    private static Status of(ErrorCode code) {
        return switch (code) { // no default: a new code must be placed here to compile
            case UNREADABLE,
                    CORRUPT_MEDIA,
                    UNSUPPORTED_CODEC,
                    LIMIT_EXCEEDED,
                    INVALID_RECORD,
                    POISON ->
                    Status.INVALID_ARGUMENT;
            case UNAUTHENTICATED -> Status.UNAUTHENTICATED;
            case FORBIDDEN_ADDRESS -> Status.PERMISSION_DENIED;
            case CHECKSUM -> Status.DATA_LOSS;
            case MODEL_MISMATCH -> Status.FAILED_PRECONDITION;
            case INVALID_OUTPUT -> Status.INTERNAL;
            case OVERLOADED -> Status.RESOURCE_EXHAUSTED;
            case DEADLINE_EXCEEDED -> Status.DEADLINE_EXCEEDED;
            case UNAVAILABLE -> Status.UNAVAILABLE;
        };
    }
}
