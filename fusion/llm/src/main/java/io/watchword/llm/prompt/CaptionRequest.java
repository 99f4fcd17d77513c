package io.watchword.llm.prompt;

import static io.watchword.contract.Checks.checkArgument;
import static java.util.Objects.requireNonNull;

import io.watchword.contract.Compression;
import io.watchword.contract.TimeSpan;
import io.watchword.contract.TokenBlock;
import io.watchword.llm.decode.DecodingOptions;
import java.util.Arrays;
import java.util.List;

/**
 * What a client asks: these segments, in this language.
 *
 * @param bundleSha256 the bundle that made the embeddings
 * @param language ISO 639-1
 * @param segments in time order
 * @param question in plain words; empty asks for the caption the bundle was trained to give
 * @param maxNewTokens 0 means the bundle's own limit
 * @param events whether to also tell what happens when, if the bundle can
 * @param options how the answer is picked; what happens when is always told greedily
 * @param compression what is given up where the segments take too much of a prompt
 */
public record CaptionRequest(
        String requestId,
        String bundleSha256,
        String language,
        List<SegmentTokens> segments,
        String question,
        int maxNewTokens,
        boolean events,
        DecodingOptions options,
        Compression compression) {
    /**
     * What is known of one segment.
     *
     * @param blocks at most one of each modality
     * @param keyframes in time order; empty unless the client was told to send pictures
     * @param texts read or heard in it; for models that take them
     */
    public record SegmentTokens(
            TimeSpan span,
            List<TokenBlock> blocks,
            List<Keyframe> keyframes,
            List<QuotedText> texts) {
        public SegmentTokens {
            requireNonNull(span, "span is null");
            blocks = List.copyOf(blocks);
            keyframes = List.copyOf(keyframes);
            texts = List.copyOf(texts);
        }

        public SegmentTokens(TimeSpan span, List<TokenBlock> blocks, List<Keyframe> keyframes) {
            this(span, blocks, keyframes, List.of());
        }

        public SegmentTokens(TimeSpan span, List<TokenBlock> blocks) {
            this(span, blocks, List.of());
        }
    }

    /**
     * A picture, for models that read pictures themselves.
     *
     * @param jpeg begins as a JPEG file does; nobody may write to it
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Keyframe(long ptsUs, byte[] jpeg) {
        private static final byte[] START = {(byte) 0xff, (byte) 0xd8, (byte) 0xff};

        public Keyframe {
            checkArgument(
                    jpeg.length > START.length
                            && Arrays.equals(jpeg, 0, START.length, START, 0, START.length),
                    "key frame at %d us is no JPEG",
                    ptsUs);
        }
    }

    public CaptionRequest {
        requireNonNull(requestId, "requestId is null");
        requireNonNull(bundleSha256, "bundleSha256 is null");
        requireNonNull(language, "language is null");
        requireNonNull(question, "question is null");
        segments = List.copyOf(segments);
        requireNonNull(options, "options is null");
        requireNonNull(compression, "compression is null");
    }

    /** Shows every embedding. */
    public CaptionRequest(
            String requestId,
            String bundleSha256,
            String language,
            List<SegmentTokens> segments,
            String question,
            int maxNewTokens,
            boolean events,
            DecodingOptions options) {
        this(
                requestId,
                bundleSha256,
                language,
                segments,
                question,
                maxNewTokens,
                events,
                options,
                Compression.NONE);
    }

    /** Takes the most probable tokens. */
    public CaptionRequest(
            String requestId,
            String bundleSha256,
            String language,
            List<SegmentTokens> segments,
            String question,
            int maxNewTokens,
            boolean events) {
        this(
                requestId,
                bundleSha256,
                language,
                segments,
                question,
                maxNewTokens,
                events,
                DecodingOptions.GREEDY);
    }

    /** This request with other options. */
    public CaptionRequest with(DecodingOptions other) {
        return new CaptionRequest(
                requestId,
                bundleSha256,
                language,
                segments,
                question,
                maxNewTokens,
                events,
                other,
                compression);
    }

    /** This request in fewer positions. */
    public CaptionRequest with(Compression other) {
        return new CaptionRequest(
                requestId,
                bundleSha256,
                language,
                segments,
                question,
                maxNewTokens,
                events,
                options,
                other);
    }

    /** Asks for words alone. */
    public CaptionRequest(
            String requestId,
            String bundleSha256,
            String language,
            List<SegmentTokens> segments,
            String question,
            int maxNewTokens) {
        this(requestId, bundleSha256, language, segments, question, maxNewTokens, false);
    }

    /** From the start of the first segment to the end of the last. */
    public TimeSpan span() {
        return new TimeSpan(
                segments.get(0).span().startUs(), segments.get(segments.size() - 1).span().endUs());
    }
}
