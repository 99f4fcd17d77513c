package io.watchword.llm.prompt;

import static io.watchword.contract.Checks.checkArgument;
import static io.watchword.contract.Checks.checkState;
import static java.util.Objects.requireNonNull;

import io.watchword.contract.Modality;
import io.watchword.contract.PictureTokens;
import io.watchword.contract.TokenBlock;
import io.watchword.contract.TokenLedger;
import io.watchword.llm.project.Projector;
import io.watchword.llm.prompt.CaptionRequest.SegmentTokens;
import io.watchword.llm.token.Tokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Prompts of a published model: its text is tokenized as a whole, then each picture's features take
 * the places of its image tokens, in order.
 */
final class PicturePromptBuilder implements PromptLayout {
    private static final int TRIAL_TOKENS = 3;

    /** Where the question goes; nobody writes it. */
    private static final String PLACE = "\uE000question\uE000";

    private final PictureFormat format;
    private final Projector projector;
    private final PlainText plain;

    /**
     * A picture that can be shown.
     *
     * @param values shape (tokens, hidden), row-major
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Shown(PictureTokens tokens, float[] values) {}

    /**
     * @throws IllegalArgumentException if the image token as text is not the image token as id
     */
    PicturePromptBuilder(PictureFormat format, Tokenizer tokenizer, Projector projector) {
        this.format = requireNonNull(format, "format is null");
        this.projector = requireNonNull(projector, "projector is null");
        this.plain = new PlainText(tokenizer, List.of(format.pieces().imageToken()));
        int[] ids = tokenizer.encode(format.pieces().text(List.of(TRIAL_TOKENS), ""));
        long places = Arrays.stream(ids).filter(id -> id == format.imageToken()).count();
        checkArgument(
                places == TRIAL_TOKENS,
                "languageModel.prompt: %d times %s give token %d %d times",
                TRIAL_TOKENS,
                format.pieces().imageToken(),
                format.imageToken(),
                places);
    }

    @Override
    public Prompt build(CaptionRequest request) {
        List<Shown> pictures = new ArrayList<>();
        for (SegmentTokens segment : request.segments()) {
            for (TokenBlock block : segment.blocks()) {
                pictures.addAll(pictures(block));
            }
        }
        String question =
                request.question().isEmpty()
                        ? requireNonNull(
                                format.pieces().defaultQuestions().get(request.language()),
                                "language is unknown")
                        : request.question();
        int count = Math.min(pictures.size(), format.maxPictures());
        List<Shown> shown = even(pictures, count);
        int[] ids = ids(shown, request, question);
        while (ids.length > format.maxPositions() && shown.size() > 1) {
            shown = even(pictures, shown.size() - 1);
            ids = ids(shown, request, question);
        }
        return lay(ids, shown);
    }

    private List<Shown> pictures(TokenBlock block) {
        float[] values = projector.project(block.modality(), block.dequantise());
        List<Shown> pictures = new ArrayList<>();
        int from = 0;
        for (PictureTokens picture : block.pictures()) {
            int to = from + picture.count() * projector.hidden();
            pictures.add(new Shown(picture, Arrays.copyOfRange(values, from, to)));
            from = to;
        }
        return pictures;
    }

    /** So many of them, evenly spread, the order kept. */
    private static List<Shown> even(List<Shown> pictures, int count) {
        List<Shown> chosen = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            chosen.add(pictures.get((int) ((2L * i + 1) * pictures.size() / (2L * count))));
        }
        return chosen;
    }

    private int[] ids(List<Shown> shown, CaptionRequest request, String question) {
        List<SegmentTokens> segments = request.segments();
        long startUs = segments.get(0).span().startUs();
        long endUs = segments.get(segments.size() - 1).span().endUs();
        List<Integer> counts = shown.stream().map(picture -> picture.tokens().count()).toList();
        List<Long> timesUs =
                shown.stream()
                        .map(picture -> Math.max(0, picture.tokens().ptsUs() - startUs))
                        .toList();
        String text = format.pieces().text(counts, timesUs, endUs - startUs, PLACE);
        int at = text.indexOf(PLACE);
        return plain.between(text.substring(0, at), question, text.substring(at + PLACE.length()));
    }

    private Prompt lay(int[] ids, List<Shown> shown) {
        List<Prompt.Piece> pieces = new ArrayList<>();
        int text = 0;
        int next = 0;
        int at = 0;
        while (at < ids.length) {
            int end = at;
            if (ids[at] == format.imageToken()) {
                checkState(
                        next < shown.size(), "prompt has places for more than %d pictures", next);
                Shown picture = shown.get(next);
                next++;
                end = at + picture.tokens().count();
                requirePlaces(ids, at, end);
                pieces.add(embeds(picture));
            } else {
                while (end < ids.length && ids[end] != format.imageToken()) {
                    end++;
                }
                pieces.add(new Prompt.Tokens(Arrays.copyOfRange(ids, at, end)));
                text += end - at;
            }
            at = end;
        }
        checkState(next == shown.size(), "prompt has places for %d of %d", next, shown.size());
        return new Prompt(pieces, new TokenLedger(text, ids.length - text, 0, 0, 0, 0, 0));
    }

    private void requirePlaces(int[] ids, int from, int to) {
        for (int i = from; i < to; i++) {
            checkState(
                    i < ids.length && ids[i] == format.imageToken(),
                    "picture has %d features, prompt has %d places for it",
                    to - from,
                    i - from);
        }
    }

    private static Prompt.Embeds embeds(Shown picture) {
        PictureTokens tokens = picture.tokens();
        return new Prompt.Embeds(
                Modality.SPATIAL,
                tokens.count(),
                picture.values(),
                tokens.rows(),
                tokens.columns());
    }
}
