package io.watchword.llm.decode;

import static io.watchword.contract.ErrorCode.INVALID_RECORD;
import static io.watchword.contract.ErrorCode.LIMIT_EXCEEDED;
import static io.watchword.contract.ErrorCode.MODEL_MISMATCH;
import static java.util.Objects.requireNonNull;

import io.watchword.contract.Compression;
import io.watchword.contract.ErrorCode;
import io.watchword.contract.Modality;
import io.watchword.contract.TokenBlock;
import io.watchword.llm.project.Projector;
import io.watchword.llm.prompt.CaptionRequest;
import io.watchword.llm.prompt.CaptionRequest.SegmentTokens;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/** Says whether a language model can answer a request, before anything is spent on it. Pure. */
public final class RequestCheck {
    private static final int MAX_ID_CHARS = 256;
    private static final int MAX_QUESTION_CHARS = 1_000;
    private static final int MAX_COMPRESSED_SEGMENTS = 64;

    private final PromptStage model;
    private final BiFunction<DecodingOptions, Integer, Optional<Refusal>> optionsProblem;

    /** For a model in this process. */
    public RequestCheck(LanguageModel model) {
        this(model, new AnswerRules(model.tokenizer(), model.eosIds()));
    }

    RequestCheck(LanguageModel model, AnswerRules rules) {
        this(model.promptStage(), rules::problem);
    }

    /**
     * For a model that may run elsewhere.
     *
     * @param optionsProblem why it cannot keep to options and a limit of tokens, if it cannot
     */
    public RequestCheck(
            PromptStage model,
            BiFunction<DecodingOptions, Integer, Optional<Refusal>> optionsProblem) {
        this.model = requireNonNull(model, "model is null");
        this.optionsProblem = requireNonNull(optionsProblem, "optionsProblem is null");
    }

    /** The first problem found, or empty when the request can be answered. */
    public Optional<Refusal> problem(CaptionRequest request) {
        if (request.requestId().length() > MAX_ID_CHARS) {
            return refused(
                    LIMIT_EXCEEDED,
                    "request_id has %d characters, limit %d",
                    request.requestId().length(),
                    MAX_ID_CHARS);
        }
        if (!request.bundleSha256().equals(model.sha256())) {
            return refused(
                    MODEL_MISMATCH,
                    "embeddings are of bundle %.64s, this server has %s",
                    request.bundleSha256(),
                    model.sha256());
        }
        if (!model.format().languages().containsKey(request.language())) {
            return refused(
                    INVALID_RECORD,
                    "language \"%.16s\" is unknown, bundle %s speaks %s",
                    request.language(),
                    model.name(),
                    String.join(", ", model.format().languages().keySet()));
        }
        if (request.maxNewTokens() < 0) {
            return refused(INVALID_RECORD, "max_new_tokens is %d", request.maxNewTokens());
        }
        if (request.maxNewTokens() > model.maxNewTokens()) {
            return refused(
                    LIMIT_EXCEEDED,
                    "max_new_tokens is %d, limit %d",
                    request.maxNewTokens(),
                    model.maxNewTokens());
        }
        return questionProblem(request.question())
                .or(() -> compressionProblem(request.compression().kind()))
                .or(() -> segmentsProblem(request))
                .or(() -> optionsProblem.apply(request.options(), limit(request)));
    }

    private int limit(CaptionRequest request) {
        return request.maxNewTokens() == 0 ? model.maxNewTokens() : request.maxNewTokens();
    }

    private Optional<Refusal> questionProblem(String question) {
        if (question.isEmpty()) {
            return Optional.empty();
        }
        if (model.format().question().isEmpty()) {
            return refused(
                    INVALID_RECORD,
                    "bundle %s gives captions and cannot answer questions; leave question empty",
                    model.name());
        }
        if (question.length() > MAX_QUESTION_CHARS) {
            return refused(
                    LIMIT_EXCEEDED,
                    "question has %d characters, limit %d",
                    question.length(),
                    MAX_QUESTION_CHARS);
        }
        // Written out, a special token would become part of the prompt's own structure.
        List<String> reserved = new ArrayList<>(model.tokenizer().specialTokens());
        model.format().pictures().ifPresent(p -> reserved.add(p.pieces().imageToken()));
        for (String special : reserved) {
            if (question.contains(special)) {
                return refused(INVALID_RECORD, "question holds the special token %s", special);
            }
        }
        return Optional.empty();
    }

    private Optional<Refusal> compressionProblem(Compression.Kind kind) {
        boolean pictures = model.format().pictures().isPresent();
        if (pictures && kind != Compression.Kind.NONE && kind != Compression.Kind.POOL) {
            return refused(
                    MODEL_MISMATCH,
                    "compression is %s, bundle %s shows pictures and takes NONE or POOL",
                    kind,
                    model.name());
        }
        if (kind == Compression.Kind.RESAMPLE
                && Arrays.stream(Modality.values()).noneMatch(model.projector()::resamples)) {
            return refused(
                    MODEL_MISMATCH,
                    "compression is RESAMPLE, bundle %s has no resampler",
                    model.name());
        }
        return Optional.empty();
    }

    private Optional<Refusal> segmentsProblem(CaptionRequest request) {
        List<SegmentTokens> segments = request.segments();
        int limit =
                request.compression().none()
                        ? model.maxSegments()
                        : Math.max(MAX_COMPRESSED_SEGMENTS, model.maxSegments());
        if (segments.size() > limit) {
            return refused(
                    LIMIT_EXCEEDED, "request has %d segments, limit %d", segments.size(), limit);
        }
        if (segments.stream().allMatch(segment -> segment.blocks().isEmpty())) {
            return refused(INVALID_RECORD, "request has no token blocks");
        }
        for (int i = 0; i < segments.size(); i++) {
            if (i > 0 && segments.get(i).span().startUs() < segments.get(i - 1).span().startUs()) {
                return refused(INVALID_RECORD, "segment %d starts before the one before it", i);
            }
            Optional<Refusal> problem = blocksProblem(i, segments.get(i).blocks());
            if (problem.isPresent()) {
                return problem;
            }
        }
        return Optional.empty();
    }

    private Optional<Refusal> blocksProblem(int segment, List<TokenBlock> blocks) {
        Set<Modality> seen = EnumSet.noneOf(Modality.class);
        for (TokenBlock block : blocks) {
            if (!seen.add(block.modality())) {
                return refused(
                        INVALID_RECORD, "segment %d has two %s blocks", segment, block.modality());
            }
            Optional<Projector.Shape> shape =
                    model.format().order().contains(block.modality())
                            ? model.projector().shape(block.modality())
                            : Optional.empty();
            if (shape.isEmpty()) {
                return refused(
                        MODEL_MISMATCH,
                        "segment %d has a %s block, bundle %s takes none",
                        segment,
                        block.modality(),
                        model.name());
            }
            if (!shape.get().fits(block)) {
                return refused(
                        MODEL_MISMATCH,
                        "segment %d: %s block is %d×%d, bundle %s takes %d×%d",
                        segment,
                        block.modality(),
                        block.count(),
                        block.dim(),
                        model.name(),
                        shape.get().count(),
                        shape.get().dim());
            }
            if (!Float.isFinite(block.scale() * Byte.MIN_VALUE)) {
                return refused(
                        INVALID_RECORD,
                        "segment %d: scale of %s block is %s",
                        segment,
                        block.modality(),
                        block.scale());
            }
        }
        return Optional.empty();
    }

    @com.google.errorprone.annotations.FormatMethod
    private static Optional<Refusal> refused(ErrorCode code, String detail, Object... args) {
        return Optional.of(new Refusal(code, String.format(detail, args)));
    }
}
