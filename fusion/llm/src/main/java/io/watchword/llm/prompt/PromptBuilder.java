package io.watchword.llm.prompt;

import static io.watchword.contract.Checks.checkArgument;
import static java.util.Objects.requireNonNull;

import io.watchword.contract.Compression;
import io.watchword.contract.Modality;
import io.watchword.contract.TokenBlock;
import io.watchword.contract.TokenLedger;
import io.watchword.llm.compress.Budget;
import io.watchword.llm.compress.Compressor;
import io.watchword.llm.compress.EmbeddingGrid;
import io.watchword.llm.compress.SegmentView;
import io.watchword.llm.project.Projector;
import io.watchword.llm.prompt.PromptFormat.Enclosure;
import io.watchword.llm.token.Tokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Places projected embeddings between the bundle's text pieces. Reads requests that were checked.
 */
public final class PromptBuilder implements PromptLayout {
    private static final int MAX_TEXT_CHARS = 500; // of one segment; what comes after is left out

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Delimiter(int[] start, int[] end) {}

    private final PromptFormat format;
    private final Tokenizer tokenizer;
    private final Projector projector;
    private final PlainText plain;
    private final int[] segment; // token ids
    private final int maxSegments;
    private final Map<Modality, Delimiter> delimiters = new EnumMap<>(Modality.class);
    private final Map<String, int[]> languages = new LinkedHashMap<>();
    private final int[] eventsStart; // token ids; none if the bundle cannot tell

    /**
     * Shows as many segments as a request has.
     *
     * @throws IllegalArgumentException if a special token of the format is none of the tokenizer's
     */
    public PromptBuilder(PromptFormat format, Tokenizer tokenizer, Projector projector) {
        this(format, tokenizer, projector, Integer.MAX_VALUE);
    }

    /**
     * @param maxSegments most segments that are shown of a request that may be compressed
     * @throws IllegalArgumentException if a special token of the format is none of the tokenizer's
     */
    public PromptBuilder(
            PromptFormat format, Tokenizer tokenizer, Projector projector, int maxSegments) {
        this.format = requireNonNull(format, "format is null");
        this.tokenizer = requireNonNull(tokenizer, "tokenizer is null");
        this.projector = requireNonNull(projector, "projector is null");
        this.plain = new PlainText(tokenizer, List.of());
        this.maxSegments = maxSegments;
        this.segment = encode(format.segment());
        format.delimiters()
                .forEach((modality, pieces) -> delimiters.put(modality, delimiter(pieces)));
        format.languages()
                .forEach(
                        (language, piece) ->
                                languages.put(
                                        language, piece.isEmpty() ? new int[0] : encode(piece)));
        format.texts().ifPresent(this::delimiter); // refused here if the tokenizer has them not
        this.eventsStart = format.events().map(piece -> encode(piece.start())).orElse(new int[0]);
    }

    private Delimiter delimiter(Enclosure pieces) {
        return new Delimiter(encode(pieces.start()), encode(pieces.end()));
    }

    /** A missing special token would be spelled out letter by letter, and the model would guess. */
    private int[] encode(String piece) {
        int[] ids = tokenizer.encode(piece);
        boolean special = piece.startsWith("<") && piece.endsWith(">");
        checkArgument(
                ids.length == 1 || (ids.length > 1 && !special),
                "languageModel.prompt: \"%s\" is %d tokens of the tokenizer, required 1",
                piece,
                ids.length);
        return ids;
    }

    @Override
    public Prompt build(CaptionRequest request) {
        return caption(segments(request), request);
    }

    @Override
    public Prompts buildAll(CaptionRequest request) {
        Layout segments = segments(request);
        Optional<Prompt> events =
                request.events() && eventsStart.length > 0
                        ? Optional.of(events(segments.copy(), request))
                        : Optional.empty();
        return new Prompts(caption(segments, request), events);
    }

    private Layout segments(CaptionRequest request) {
        Layout layout = new Layout();
        for (SegmentView view : compressed(request)) {
            layout.delimiter(segment);
            for (Modality modality : format.order()) {
                for (EmbeddingGrid block : view.blocks()) {
                    if (block.modality() == modality) {
                        place(layout, block);
                    }
                }
            }
            List<QuotedText> texts =
                    view.sources().stream()
                            .flatMap(source -> request.segments().get(source).texts().stream())
                            .toList();
            format.texts().ifPresent(around -> quote(layout, around, texts));
        }
        layout.endHead();
        return layout;
    }

    private List<SegmentView> compressed(CaptionRequest request) {
        List<SegmentView> views = new ArrayList<>();
        for (int i = 0; i < request.segments().size(); i++) {
            views.add(
                    new SegmentView(
                            List.of(i),
                            request.segments().get(i).blocks().stream()
                                    .map(this::projected)
                                    .toList()));
        }
        Compression wanted = request.compression();
        if (wanted.none()) {
            return views;
        }
        views.removeIf(view -> view.blocks().isEmpty());
        Map<Modality, Integer> marks = new EnumMap<>(Modality.class);
        delimiters.forEach(
                (modality, around) ->
                        marks.put(modality, around.start().length + around.end().length));
        return Compressor.of(wanted.kind(), projector)
                .compress(
                        views,
                        new Budget(wanted.maxPositions(), maxSegments, segment.length, marks));
    }

    private EmbeddingGrid projected(TokenBlock block) {
        float[] values = projector.project(block.modality(), block.dequantise());
        int rows = projector.shape(block.modality()).map(Projector.Shape::rows).orElse(1);
        int count = values.length / projector.hidden();
        return new EmbeddingGrid(block.modality(), rows, count / rows, values);
    }

    private void quote(Layout layout, Enclosure around, List<QuotedText> texts) {
        int left = MAX_TEXT_CHARS;
        for (QuotedText text : texts) {
            left -= text.text().length();
            if (left < 0) {
                return;
            }
            layout.delimiter(encode(around.start()));
            layout.text(plain.ids(text.text()));
            layout.delimiter(encode(around.end()));
        }
    }

    private Prompt events(Layout layout, CaptionRequest request) {
        layout.text(eventsStart);
        return inLanguage(layout, request);
    }

    private Prompt caption(Layout layout, CaptionRequest request) {
        if (!request.question().isEmpty()) {
            Enclosure around = format.question().orElseThrow();
            layout.text(plain.between(around.start(), request.question(), around.end()));
        }
        return inLanguage(layout, request);
    }

    private Prompt inLanguage(Layout layout, CaptionRequest request) {
        layout.text(requireNonNull(languages.get(request.language()), "language is unknown"));
        return layout.finish();
    }

    private void place(Layout layout, EmbeddingGrid block) {
        Delimiter delimiter = requireNonNull(delimiters.get(block.modality()), "delimiter is null");
        layout.delimiter(delimiter.start());
        layout.embeds(new Prompt.Embeds(block.modality(), block.count(), block.values()));
        layout.delimiter(delimiter.end());
    }

    /** A prompt being laid out; neighbouring token ids become one piece. */
    private static final class Layout {
        private final List<Prompt.Piece> pieces = new ArrayList<>();
        private final Map<Modality, Integer> embeds = new EnumMap<>(Modality.class);
        private int[] pending = new int[0];
        private int delimiters;
        private int text;
        private TokenLedger head = ledger();

        /** Goes on from here by itself; the pieces are shared. */
        Layout copy() {
            Layout copy = new Layout();
            copy.pieces.addAll(pieces);
            copy.embeds.putAll(embeds);
            copy.pending = pending;
            copy.delimiters = delimiters;
            copy.text = text;
            copy.head = head;
            return copy;
        }

        void delimiter(int[] ids) {
            delimiters += ids.length;
            append(ids);
        }

        void text(int[] ids) {
            text += ids.length;
            append(ids);
        }

        void embeds(Prompt.Embeds piece) {
            flush();
            pieces.add(piece);
            embeds.merge(piece.modality(), piece.positions(), Integer::sum);
        }

        /** What comes from here on is asked of what came before. */
        void endHead() {
            flush();
            head = ledger();
        }

        Prompt finish() {
            flush();
            return new Prompt(pieces, ledger(), head);
        }

        private TokenLedger ledger() {
            return new TokenLedger(
                    text,
                    embeds.getOrDefault(Modality.SPATIAL, 0),
                    embeds.getOrDefault(Modality.MOTION, 0),
                    embeds.getOrDefault(Modality.AUDIO, 0),
                    embeds.getOrDefault(Modality.TEMPORAL, 0),
                    delimiters,
                    0);
        }

        private void append(int[] ids) {
            pending = IntStream.concat(Arrays.stream(pending), Arrays.stream(ids)).toArray();
        }

        private void flush() {
            if (pending.length > 0) {
                pieces.add(new Prompt.Tokens(pending));
                pending = new int[0];
            }
        }
    }
}
