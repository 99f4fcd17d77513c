package io.watchword.ingest.testing;

import org.jspecify.annotations.Nullable;

/** What a {@link FakeRtspServer} does wrong, or in its own way. Set before it starts. */
public final class RtspFaults {
    long stallAfter = Long.MAX_VALUE;
    long resetAfter = Long.MAX_VALUE;
    long redirectRequestAfter = Long.MAX_VALUE;
    long burst;
    long passes = Long.MAX_VALUE;
    double speed = 1;
    @Nullable String redirectTo;
    @Nullable String contentBase;
    @Nullable Long garbage;
    boolean wrongCseq;
    int hugeHeaderBytes;
    double bytesPerSecond;
    long seed;
    int lossPerMille;
    int reorderPerMille;
    long clockOffsetUs;
    int sessionTimeoutS = 60;
    int staleAfter = Integer.MAX_VALUE;

    private RtspFaults() {}

    public static RtspFaults none() {
        return new RtspFaults();
    }

    /** Sends nothing after so many packets to a client; the connection stays. */
    public RtspFaults stallAfter(long packets) {
        stallAfter = packets;
        return this;
    }

    /** Resets the connection (RST) after so many packets. */
    public RtspFaults resetAfter(long packets) {
        resetAfter = packets;
        return this;
    }

    /** Asks the client, after so many packets, to go elsewhere. */
    public RtspFaults redirectRequestAfter(long packets, String url) {
        redirectRequestAfter = packets;
        redirectTo = url;
        return this;
    }

    /** Answers DESCRIBE with 302 and this address. */
    public RtspFaults redirectTo(String url) {
        redirectTo = url;
        return this;
    }

    /** Names this as the base of its control addresses. */
    public RtspFaults contentBase(String url) {
        contentBase = url;
        return this;
    }

    /** Damages what it answers and sends, in ways that the seed decides. */
    public RtspFaults garbage(long value) {
        garbage = value;
        return this;
    }

    /** Answers with numbers of other requests. */
    public RtspFaults wrongCseq() {
        wrongCseq = true;
        return this;
    }

    /** Adds so many bytes of header lines to each response. */
    public RtspFaults hugeHeaders(int bytes) {
        hugeHeaderBytes = bytes;
        return this;
    }

    /** Sends no faster than this, responses and all. */
    public RtspFaults bytesPerSecond(double value) {
        bytesPerSecond = value;
        return this;
    }

    /** Sends the first packets at once, then goes on in real time. */
    public RtspFaults burst(long packets) {
        burst = packets;
        return this;
    }

    /** Closes the connection after so many passes through the recording; for ever by default. */
    public RtspFaults passes(long count) {
        passes = count;
        return this;
    }

    /** Times real time. */
    public RtspFaults speed(double factor) {
        speed = factor;
        return this;
    }

    /** Leaves packets out. */
    public RtspFaults loss(long withSeed, int perMille) {
        seed = withSeed;
        lossPerMille = perMille;
        return this;
    }

    /** Sends packets one place later. */
    public RtspFaults reorder(long withSeed, int perMille) {
        seed = withSeed;
        reorderPerMille = perMille;
        return this;
    }

    /** How far the wall clock of its sender reports is ahead of the machine's. */
    public RtspFaults clockOffsetUs(long us) {
        clockOffsetUs = us;
        return this;
    }

    /** Ends connections without a request for so long. */
    public RtspFaults sessionTimeout(int seconds) {
        sessionTimeoutS = seconds;
        return this;
    }

    /** Renews its nonce after so many requests with a password. */
    public RtspFaults staleAfter(int requests) {
        staleAfter = requests;
        return this;
    }
}
