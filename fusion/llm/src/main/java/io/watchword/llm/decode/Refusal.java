package io.watchword.llm.decode;

import static java.util.Objects.requireNonNull;

import io.watchword.contract.ErrorCode;

/** Why a request gets no caption. */
public record Refusal(ErrorCode code, String detail) {
    public Refusal {
        requireNonNull(code, "code is null");
        requireNonNull(detail, "detail is null");
    }
}
