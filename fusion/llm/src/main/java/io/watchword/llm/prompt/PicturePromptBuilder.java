package io.watchword.llm.prompt;

import static io.watchword.contract.Checks.checkArgument;
import static io.watchword.contract.Checks.checkState;
import static java.util.Objects.requireNonNull;

import io.watchword.contract.Compression;
import io.watchword.contract.Modality;
import io.watchword.contract.PictureTokens;
import io.watchword.contract.TiledPicture;
import io.watchword.contract.TokenBlock;
import io.watchword.contract.TokenLedger;
import io.watchword.contract.bundle.ShownPicture;
import io.watchword.contract.bundle.TilePieces;
import io.watchword.llm.compress.EmbeddingGrid;
import io.watchword.llm.project.Projector;
import io.watchword.llm.prompt.CaptionRequest.SegmentTokens;
import io.watchword.llm.token.Tokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Prompts of a published model: its text is tokenized as a whole, then each picture's features take
 * the places of its image tokens, in order. Tiles are shown of as many pictures as the bundle says,
 * and go first where the prompt would be too long.
 */
final class PicturePromptBuilder implements PromptLayout {
    private static final int TRIAL_TOKENS = 3;
    private static final int COARSEST = 64; // cells of a grid that become one, in each direction

    /** Where the question goes; nobody writes it. */
    private static final String PLACE = "\uE000question\uE000";

    private final PictureFormat format;
    private final Projector projector;
    private final PlainText plain;

    /**
     * A whole picture, or a tile of one.
     *
     * @param values shape (tokens, hidden), row-major
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record View(PictureTokens tokens, float[] values) {
        View coarser(int by) {
            EmbeddingGrid grid =
                    new EmbeddingGrid(Modality.SPATIAL, tokens.rows(), tokens.columns(), values)
                            .pooled(by);
            PictureTokens fewer =
                    new PictureTokens(
                            tokens.ptsUs(),
                            grid.rows(),
                            grid.columns(),
                            tokens.tileRow(),
                            tokens.tileColumn(),
                            tokens.detail());
            return new View(fewer, grid.values());
        }
    }

    /** A picture that can be shown, with its tiles or without. */
    private record Shown(TiledPicture picture, List<View> tiles, View whole) {
        Shown withoutTiles() {
            return new Shown(new TiledPicture(picture.whole(), List.of()), List.of(), whole);
        }

        Shown coarser(int by) {
            View small = whole.coarser(by);
            List<View> smallTiles = tiles.stream().map(tile -> tile.coarser(by)).toList();
            return new Shown(
                    new TiledPicture(
                            small.tokens(), smallTiles.stream().map(View::tokens).toList()),
                    smallTiles,
                    small);
        }

        List<View> views() {
            List<View> views = new ArrayList<>(tiles);
            views.add(whole);
            return views;
        }
    }

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
        boolean asked = !request.question().isEmpty();
        for (SegmentTokens segment : request.segments()) {
            for (TokenBlock block : segment.blocks()) {
                pictures.addAll(pictures(block, asked));
            }
        }
        String question =
                asked
                        ? request.question()
                        : requireNonNull(
                                format.pieces().defaultQuestions().get(request.language()),
                                "language is unknown");
        List<Shown> shown = even(pictures, Math.min(pictures.size(), format.maxPictures()));
        shown = pooled(shown, request.compression());
        int tiled = format.pieces().tiles().map(TilePieces::maxImages).orElse(0);
        List<Shown> some = withTiles(shown, tiled);
        int[] ids = ids(some, request, question);
        while (ids.length > format.maxPositions()) {
            if (some.stream().anyMatch(one -> !one.tiles().isEmpty())) {
                tiled = Math.min(tiled, shown.size()) - 1;
            } else if (shown.size() > 1) {
                shown = even(pictures, shown.size() - 1);
            } else {
                break;
            }
            some = withTiles(shown, tiled);
            ids = ids(some, request, question);
        }
        return lay(ids, some.stream().flatMap(one -> one.views().stream()).toList());
    }

    /** All pictures and tiles as coarse as it takes for their features to fit. */
    private static List<Shown> pooled(List<Shown> pictures, Compression compression) {
        List<Shown> some = pictures;
        for (int by = 2; !compression.none() && by <= COARSEST; by++) {
            int features =
                    some.stream()
                            .flatMap(picture -> picture.views().stream())
                            .mapToInt(view -> view.tokens().count())
                            .sum();
            if (features <= compression.maxPositions()) {
                break;
            }
            int each = by;
            some = pictures.stream().map(picture -> picture.coarser(each)).toList();
        }
        return some;
    }

    private List<Shown> pictures(TokenBlock block, boolean asked) {
        TokenBlock wanted = asked ? block : block.withoutDetail();
        float[] values = projector.project(wanted.modality(), wanted.dequantise());
        List<Shown> pictures = new ArrayList<>();
        int from = 0;
        for (TiledPicture picture : TiledPicture.of(wanted.pictures())) {
            List<View> tiles = new ArrayList<>();
            int length = picture.whole().count() * projector.hidden();
            for (PictureTokens tile : picture.tiles()) {
                tiles.add(new View(tile, Arrays.copyOfRange(values, from, from + length)));
                from += length;
            }
            View whole = new View(picture.whole(), Arrays.copyOfRange(values, from, from + length));
            from += length;
            pictures.add(new Shown(picture, tiles, whole));
        }
        return pictures;
    }

    /** The same pictures, so many of them with their tiles, evenly chosen. */
    private static List<Shown> withTiles(List<Shown> pictures, int count) {
        List<Integer> tiled =
                IntStream.range(0, pictures.size())
                        .filter(i -> !pictures.get(i).tiles().isEmpty())
                        .boxed()
                        .toList();
        Set<Integer> kept = Set.copyOf(even(tiled, Math.min(tiled.size(), count)));
        return IntStream.range(0, pictures.size())
                .mapToObj(i -> kept.contains(i) ? pictures.get(i) : pictures.get(i).withoutTiles())
                .toList();
    }

    /** So many of them, evenly spread, the order kept. */
    private static <T> List<T> even(List<T> pictures, int count) {
        List<T> chosen = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            chosen.add(pictures.get((int) ((2L * i + 1) * pictures.size() / (2L * count))));
        }
        return chosen;
    }

    private int[] ids(List<Shown> shown, CaptionRequest request, String question) {
        List<SegmentTokens> segments = request.segments();
        long startUs = segments.get(0).span().startUs();
        long endUs = segments.get(segments.size() - 1).span().endUs();
        List<ShownPicture> pictures =
                shown.stream()
                        .map(Shown::picture)
                        .map(
                                one ->
                                        new ShownPicture(
                                                one.whole().count(),
                                                one.tileRows(),
                                                one.tileColumns(),
                                                Math.max(0, one.whole().ptsUs() - startUs)))
                        .toList();
        String text = format.pieces().text(pictures, endUs - startUs, PLACE);
        int at = text.indexOf(PLACE);
        return plain.between(text.substring(0, at), question, text.substring(at + PLACE.length()));
    }

    private Prompt lay(int[] ids, List<View> views) {
        List<Prompt.Piece> pieces = new ArrayList<>();
        TokenLedger head = ledger(0, 0);
        int text = 0;
        int next = 0;
        int at = 0;
        while (at < ids.length) {
            int end = at;
            if (ids[at] == format.imageToken()) {
                checkState(
                        next < views.size(), "prompt has places for more than %d pictures", next);
                View view = views.get(next);
                next++;
                end = at + view.tokens().count();
                requirePlaces(ids, at, end);
                pieces.add(embeds(view));
                head = ledger(text, end - text);
            } else {
                while (end < ids.length && ids[end] != format.imageToken()) {
                    end++;
                }
                pieces.add(new Prompt.Tokens(Arrays.copyOfRange(ids, at, end)));
                text += end - at;
            }
            at = end;
        }
        checkState(next == views.size(), "prompt has places for %d of %d", next, views.size());
        return new Prompt(pieces, ledger(text, ids.length - text), head);
    }

    private static TokenLedger ledger(int text, int spatial) {
        return new TokenLedger(text, spatial, 0, 0, 0, 0, 0);
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

    private static Prompt.Embeds embeds(View view) {
        PictureTokens tokens = view.tokens();
        return new Prompt.Embeds(
                Modality.SPATIAL, tokens.count(), view.values(), tokens.rows(), tokens.columns());
    }
}
