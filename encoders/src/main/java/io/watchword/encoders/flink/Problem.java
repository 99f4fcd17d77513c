package io.watchword.encoders.flink;

import io.watchword.contract.ErrorCode;

/**
 * Why a record goes to the dead letters.
 *
 * @param detail empty where there is no problem; then the code says nothing
 */
public record Problem(ErrorCode code, String detail) {
    static final Problem NONE = new Problem(ErrorCode.UNAVAILABLE, "");

    public Problem {
        detail = detail.length() > 2000 ? detail.substring(0, 2000) : detail;
    }

    boolean exists() {
        return !detail.isEmpty();
    }
}
