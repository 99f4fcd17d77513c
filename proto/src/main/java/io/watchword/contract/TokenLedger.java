package io.watchword.contract;

/** How many positions of a prompt each modality took, and how many tokens were decoded. */
public record TokenLedger(
        int text, int spatial, int motion, int audio, int temporal, int delimiter, int decoded) {
    /** Positions of the prompt, all in. */
    public int prompt() {
        return text + spatial + motion + audio + temporal + delimiter;
    }
}
