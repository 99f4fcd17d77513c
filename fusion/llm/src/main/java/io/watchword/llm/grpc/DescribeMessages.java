package io.watchword.llm.grpc;

import io.watchword.contract.Compression;
import io.watchword.contract.TimeSpan;
import io.watchword.contract.TokenBlockCodec;
import io.watchword.contract.TokenLedger;
import io.watchword.llm.decode.Caption;
import io.watchword.llm.decode.Captioner;
import io.watchword.llm.decode.DecodingOptions;
import io.watchword.llm.engine.Priority;
import io.watchword.llm.prompt.CaptionRequest;
import io.watchword.llm.prompt.CaptionRequest.Keyframe;
import io.watchword.llm.prompt.CaptionRequest.SegmentTokens;
import io.watchword.llm.prompt.QuotedText;
import io.watchword.proto.v1.DecodedToken;
import io.watchword.proto.v1.Decoding;
import io.watchword.proto.v1.DenseEvent;
import io.watchword.proto.v1.DescribeKeyframe;
import io.watchword.proto.v1.DescribeRequest;
import io.watchword.proto.v1.DescribeResponse;
import io.watchword.proto.v1.DescribeResult;
import io.watchword.proto.v1.DescribeSegment;
import io.watchword.proto.v1.PromptCompression;
import io.watchword.proto.v1.TokenLedgerRecord;

/** The messages of {@code describe.proto} from and to our own values. */
final class DescribeMessages {
    private static final int MAX_TEXTS = 16; // of one segment

    private DescribeMessages() {}

    /**
     * @throws IllegalArgumentException if a span, a token block, a key frame or the options
     *     contradict themselves
     */
    static CaptionRequest request(DescribeRequest message) {
        return new CaptionRequest(
                message.getRequestId(),
                message.getBundleSha256(),
                message.getLanguage(),
                message.getSegmentsList().stream().map(DescribeMessages::segment).toList(),
                message.getQuestion(),
                message.getMaxNewTokens(),
                message.getEvents(),
                options(message.getOptions()),
                message.hasCompression()
                        ? compression(message.getCompression())
                        : Compression.NONE);
    }

    private static Compression compression(PromptCompression message) {
        Compression.Kind kind =
                switch (message.getKind()) {
                    case KIND_UNSPECIFIED -> Compression.Kind.NONE;
                    case NEWEST -> Compression.Kind.NEWEST;
                    case POOL -> Compression.Kind.POOL;
                    case NOVELTY -> Compression.Kind.NOVELTY;
                    case MEMORY -> Compression.Kind.MEMORY;
                    case RESAMPLE -> Compression.Kind.RESAMPLE;
                    case UNRECOGNIZED ->
                            throw new IllegalArgumentException("compression.kind is unknown");
                };
        return kind == Compression.Kind.NONE
                ? Compression.NONE
                : new Compression(kind, message.getMaxPositions());
    }

    private static DecodingOptions options(Decoding message) {
        return new DecodingOptions(
                priority(message.getPriority()),
                message.getTemperature(),
                message.getTopP() == 0 ? 1 : message.getTopP(),
                message.getBeams() == 0 ? 1 : message.getBeams(),
                message.getSeed(),
                message.getStopList(),
                message.getRepetitionGuard(),
                message.getJsonSchema());
    }

    private static Priority priority(Decoding.Priority priority) {
        return switch (priority) {
            case PRIORITY_UNSPECIFIED, LIVE -> Priority.LIVE;
            case ASK -> Priority.ASK;
            case BACKFILL -> Priority.BACKFILL;
            case UNRECOGNIZED ->
                    throw new IllegalArgumentException(
                            "options.priority is unknown, required LIVE, ASK or BACKFILL");
        };
    }

    private static SegmentTokens segment(DescribeSegment segment) {
        return new SegmentTokens(
                new TimeSpan(segment.getStartUs(), segment.getEndUs()),
                segment.getBlocksList().stream().map(TokenBlockCodec::from).toList(),
                segment.getKeyframesList().stream().map(DescribeMessages::keyframe).toList(),
                segment.getTextsList().stream()
                        .limit(MAX_TEXTS)
                        .map(text -> QuotedText.of(text.getExpert(), text.getText()))
                        .toList());
    }

    private static Keyframe keyframe(DescribeKeyframe keyframe) {
        return new Keyframe(keyframe.getPtsUs(), keyframe.getJpeg().toByteArray());
    }

    static DescribeResponse token(int tokenId, String text, float logprob) {
        return DescribeResponse.newBuilder()
                .setToken(
                        DecodedToken.newBuilder()
                                .setTokenId(tokenId)
                                .setText(text)
                                .setLogprob(logprob))
                .build();
    }

    static DescribeResponse result(Caption caption, Captioner captioner) {
        return DescribeResponse.newBuilder()
                .setResult(
                        DescribeResult.newBuilder()
                                .setText(caption.text())
                                .setFinishReason(
                                        switch (caption.finishReason()) {
                                            case STOP -> DescribeResult.FinishReason.STOP;
                                            case LENGTH -> DescribeResult.FinishReason.LENGTH;
                                        })
                                .setConfidence(caption.confidence())
                                .setLedger(ledger(caption.ledger()))
                                .setModel(captioner.name())
                                .setModelSha256(captioner.sha256())
                                .setPromptSha256(caption.promptSha256())
                                .addAllEvents(
                                        caption.events().stream()
                                                .map(DescribeMessages::event)
                                                .toList()))
                .build();
    }

    private static DenseEvent event(io.watchword.llm.dense.DenseEvent event) {
        return DenseEvent.newBuilder()
                .setStartUs(event.span().startUs())
                .setEndUs(event.span().endUs())
                .setText(event.text())
                .setConfidence(event.confidence())
                .build();
    }

    private static TokenLedgerRecord ledger(TokenLedger ledger) {
        return TokenLedgerRecord.newBuilder()
                .setText(ledger.text())
                .setSpatial(ledger.spatial())
                .setMotion(ledger.motion())
                .setAudio(ledger.audio())
                .setTemporal(ledger.temporal())
                .setDelimiter(ledger.delimiter())
                .setDecoded(ledger.decoded())
                .build();
    }
}
