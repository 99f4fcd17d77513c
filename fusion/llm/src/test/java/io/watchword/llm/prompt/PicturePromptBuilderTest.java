package io.watchword.llm.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.watchword.contract.Compression;
import io.watchword.contract.Modality;
import io.watchword.contract.PictureTokens;
import io.watchword.contract.TimeSpan;
import io.watchword.contract.TokenBlock;
import io.watchword.contract.TokenLedger;
import io.watchword.contract.bundle.PromptPieces;
import io.watchword.contract.bundle.TilePieces;
import io.watchword.llm.project.FeatureProjector;
import io.watchword.llm.prompt.CaptionRequest.SegmentTokens;
import io.watchword.llm.testing.ByteTokenizer;
import io.watchword.llm.testing.Models;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PicturePromptBuilderTest {
    private static final int IMAGE = 257;
    private static final PromptPieces PIECES =
            new PromptPieces("b", "[{tokens}]", "{question}!", "<img>", Map.of("en", "what?"));

    @Test
    void putsFeaturesInTheOrderOfTimeAtTheImageTokens() {
        Prompt prompt = builder(8, 100).build(request("why?", segment(1, 2, 3), segment(4, 1, 1)));

        assertThat(shown(prompt))
                .containsExactly(
                        "b[", "1x2:1", "][", "1x3:2", "][", "1x1:4", "][", "1x1:5", "]why?!");
        assertThat(prompt.ledger()).isEqualTo(new TokenLedger(14, 7, 0, 0, 0, 0, 0));
    }

    @Test
    void asksTheBundlesOwnQuestionWhereThereIsNone() {
        Prompt prompt = builder(8, 100).build(request("", segment(1, 1)));

        assertThat(shown(prompt)).containsExactly("b[", "1x1:1", "]what?!");
    }

    @Test
    void showsAnEvenSelectionOfMorePicturesThanTheModelReads() {
        SegmentTokens[] five = new SegmentTokens[5];
        for (int i = 0; i < 5; i++) {
            five[i] = segment(i + 1, 1);
        }

        assertThat(shown(builder(1, 100).build(request("q", five)))).contains("1x1:3");
        assertThat(shown(builder(3, 100).build(request("q", five))))
                .contains("1x1:1", "1x1:3", "1x1:5")
                .doesNotContain("1x1:2", "1x1:4");
    }

    @Test
    void showsFewerPicturesWhereThePromptWouldBeTooLong() {
        SegmentTokens[] three = {segment(1, 10), segment(2, 10), segment(3, 10)};

        Prompt prompt = builder(8, 30).build(request("q", three));

        assertThat(prompt.ledger().spatial()).isEqualTo(20);
        assertThat(prompt.positions()).isLessThanOrEqualTo(30);
    }

    @Test
    void showsPicturesCoarserWhereTheirFeaturesAreToFit() {
        CaptionRequest request = request("q", segment(1, 10), segment(2, 10));

        Prompt prompt =
                builder(8, 100).build(request.with(new Compression(Compression.Kind.POOL, 16)));

        assertThat(shown(prompt)).containsExactly("b[", "1x5:1", "][", "1x5:2", "]q!");
        assertThat(prompt.ledger().spatial()).isEqualTo(10);
    }

    @Test
    void showsTilesOnlyToThoseWhoAsk() {
        SegmentTokens tiled = tiled(1, true);

        assertThat(shown(tiling(100).build(request("why?", tiled))))
                .containsExactly("b(1,1", "1x1:1", ")(1,2", "1x1:2", ");={", "1x1:3", "}why?!");
        assertThat(shown(tiling(100).build(request("", tiled))))
                .containsExactly("b[", "1x1:3", "]what?!");
        assertThat(shown(tiling(100).build(request("", tiled(1, false))))).hasSize(7);
    }

    @Test
    void showsTilesOfAsManyPicturesAsTheBundleSays() {
        Prompt prompt = tiling(100).build(request("why?", tiled(1, true), tiled(4, true)));

        assertThat(shown(prompt)).containsSubsequence("b[", "1x1:3", "](1,1", "1x1:4", "1x1:6");
        assertThat(prompt.ledger().spatial()).isEqualTo(4);
    }

    @Test
    void leavesTilesOutBeforePicturesWhereThePromptWouldBeTooLong() {
        Prompt prompt = tiling(20).build(request("q", tiled(1, true), tiled(4, true)));

        assertThat(shown(prompt)).containsExactly("b[", "1x1:3", "][", "1x1:6", "]q!");
    }

    @Test
    void showsNoTilesToAModelThatWasNotTaughtThem() {
        assertThat(shown(builder(8, 100).build(request("why?", tiled(1, false)))))
                .containsExactly("b[", "1x1:3", "]why?!");
    }

    private static PicturePromptBuilder tiling(int maxPositions) {
        PromptPieces pieces =
                new PromptPieces(
                        "b",
                        "[{tokens}]",
                        "{question}!",
                        "<img>",
                        Map.of("en", "what?"),
                        Optional.empty(),
                        Optional.of(
                                new TilePieces("({row},{column}{tokens})", ";", "={{tokens}}", 1)));
        return new PicturePromptBuilder(
                new PictureFormat(pieces, IMAGE, 8, maxPositions),
                new ByteTokenizer("<img>"),
                new FeatureProjector(1, 2));
    }

    /** Two tiles and their picture, of one feature each; their values count from {@code first}. */
    private static SegmentTokens tiled(int first, boolean detail) {
        List<PictureTokens> pictures =
                List.of(
                        new PictureTokens(0, 1, 1, 1, 1, detail),
                        new PictureTokens(0, 1, 1, 1, 2, detail),
                        new PictureTokens(0, 1, 1));
        byte one = (byte) first;
        byte two = (byte) (first + 1);
        byte three = (byte) (first + 2);
        byte[] values = {one, one, two, two, three, three};
        TokenBlock block = new TokenBlock(Modality.SPATIAL, 3, 2, 1, values).of(pictures);
        return new SegmentTokens(new TimeSpan(0, 1), List.of(block));
    }

    @Test
    void refusesABundleWhoseImageTokenIsNotTheTokenizers() {
        PictureFormat wrong = new PictureFormat(PIECES, IMAGE + 1, 8, 100);

        assertThatIllegalArgumentException()
                .isThrownBy(
                        () ->
                                new PicturePromptBuilder(
                                        wrong,
                                        new ByteTokenizer("<img>"),
                                        new FeatureProjector(1, 2)))
                .withMessage("languageModel.prompt: 3 times <img> give token 258 0 times");
    }

    private static PicturePromptBuilder builder(int maxPictures, int maxPositions) {
        return new PicturePromptBuilder(
                new PictureFormat(PIECES, IMAGE, maxPictures, maxPositions),
                new ByteTokenizer("<img>"),
                new FeatureProjector(1, 2));
    }

    private static CaptionRequest request(String question, SegmentTokens... segments) {
        return new CaptionRequest("e", Models.SHA256, "en", List.of(segments), question, 0);
    }

    /** Pictures of 1×n features each; the first one's values are {@code first}, then one more. */
    private static SegmentTokens segment(int first, int... columns) {
        List<PictureTokens> pictures = new ArrayList<>();
        int count = 0;
        for (int n : columns) {
            pictures.add(new PictureTokens(0, 1, n));
            count += n;
        }
        byte[] values = new byte[2 * count];
        int at = 0;
        for (int i = 0; i < columns.length; i++) {
            for (int j = 0; j < 2 * columns[i]; j++) {
                values[at++] = (byte) (first + i);
            }
        }
        TokenBlock block = new TokenBlock(Modality.SPATIAL, count, 2, 1, values).of(pictures);
        return new SegmentTokens(new TimeSpan(0, 1), List.of(block));
    }

    private static List<String> shown(Prompt prompt) {
        return prompt.pieces().stream().map(PicturePromptBuilderTest::shown).toList();
    }

    private static String shown(Prompt.Piece piece) {
        if (piece instanceof Prompt.Tokens tokens) {
            return new ByteTokenizer("<img>").decode(tokens.ids());
        }
        Prompt.Embeds embeds = (Prompt.Embeds) piece;
        return embeds.rows() + "x" + embeds.columns() + ":" + (int) embeds.values()[0];
    }
}
