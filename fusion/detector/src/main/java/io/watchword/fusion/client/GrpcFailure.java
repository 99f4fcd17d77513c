package io.watchword.fusion.client;

import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.Status;
import io.watchword.contract.ErrorCode;
import io.watchword.fusion.describe.Description;
import org.jspecify.annotations.Nullable;

/** The one place where gRPC's status becomes our error code. */
final class GrpcFailure {
    private static final int MAX_DETAIL = 300;

    /** How gRPC says that an answer is larger than this client takes. */
    private static final String TOO_LARGE =
            "exceeds maximum size " + GrpcDescriber.MAX_MESSAGE_BYTES;

    private GrpcFailure() {}

    /** Our own code if the server put it before its description, else the nearest to the status. */
    static Description.Refused from(Throwable failure) {
        Status status = Status.fromThrowable(failure);
        String description = status.getDescription() == null ? "" : status.getDescription();
        String detail = status.getCode() + (description.isEmpty() ? "" : ": " + description);
        return new Description.Refused(
                code(status, description, failure),
                detail.substring(0, Math.min(detail.length(), MAX_DETAIL)));
    }

    private static ErrorCode code(Status status, String description, Throwable failure) {
        for (ErrorCode code : ErrorCode.values()) {
            if (description.startsWith(code.name() + ":")) {
                return code;
            }
        }
        if (isUnreadable(failure) || description.contains(TOO_LARGE)) {
            return ErrorCode.INVALID_OUTPUT;
        }
        return switch (status.getCode()) {
            case INVALID_ARGUMENT, NOT_FOUND, ALREADY_EXISTS, OUT_OF_RANGE ->
                    ErrorCode.INVALID_RECORD;
            case FAILED_PRECONDITION, UNIMPLEMENTED -> ErrorCode.MODEL_MISMATCH;
            case PERMISSION_DENIED, UNAUTHENTICATED -> ErrorCode.UNREADABLE;
            case RESOURCE_EXHAUSTED -> ErrorCode.OVERLOADED;
            case DEADLINE_EXCEEDED -> ErrorCode.DEADLINE_EXCEEDED;
            case UNAVAILABLE, CANCELLED, ABORTED, INTERNAL, UNKNOWN -> ErrorCode.UNAVAILABLE;
            case OK, DATA_LOSS -> ErrorCode.INVALID_OUTPUT;
        };
    }

    /** Whether the server's bytes were no message: asking again would give the same. */
    private static boolean isUnreadable(Throwable failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof InvalidProtocolBufferException) {
                return true;
            }
        }
        return false;
    }
}
