package io.watchword.contract.bundle;

import static io.watchword.contract.Checks.checkArgument;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The prompt of a published model: fixed text, with places for pictures and the question. The text
 * is tokenized as a whole, special tokens in it becoming ids, and nothing is added to it: what
 * stands first is in {@code before}.
 *
 * @param before what stands before the first picture
 * @param image what stands for each picture, {@value #TOKENS} being its image tokens
 * @param after what stands after the last picture, {@value #QUESTION} being what is asked
 * @param imageToken the text of one image token
 * @param defaultQuestions what is asked for a caption, by language
 * @param video what stands around several pictures of one video, where the model was taught it
 * @param tiles what stands for a picture that was cut into tiles, where the model was taught it
 */
public record PromptPieces(
        String before,
        String image,
        String after,
        String imageToken,
        Map<String, String> defaultQuestions,
        Optional<VideoPieces> video,
        Optional<TilePieces> tiles) {
    static final String TOKENS = "{tokens}";
    static final String QUESTION = "{question}";

    public PromptPieces {
        defaultQuestions = Collections.unmodifiableMap(new LinkedHashMap<>(defaultQuestions));
        once("image", image, TOKENS);
        once("after", after, QUESTION);
        checkArgument(
                !imageToken.isEmpty(), "bundle.json: languageModel.prompt.imageToken is empty");
        checkArgument(
                !defaultQuestions.isEmpty(),
                "bundle.json: languageModel.prompt.defaultQuestion is empty");
    }

    /** Pieces without words for tiles. */
    public PromptPieces(
            String before,
            String image,
            String after,
            String imageToken,
            Map<String, String> defaultQuestions,
            Optional<VideoPieces> video) {
        this(before, image, after, imageToken, defaultQuestions, video, Optional.empty());
    }

    /** Pieces without words for a video or for tiles. */
    public PromptPieces(
            String before,
            String image,
            String after,
            String imageToken,
            Map<String, String> defaultQuestions) {
        this(before, image, after, imageToken, defaultQuestions, Optional.empty());
    }

    static void once(String key, String piece, String place) {
        int first = piece.indexOf(place);
        checkArgument(
                first >= 0 && piece.indexOf(place, first + 1) < 0,
                "bundle.json: languageModel.prompt.%s is \"%s\", required %s once",
                key,
                piece,
                place);
    }

    /**
     * The whole prompt, of pictures that have nothing to do with each other.
     *
     * @param imageTokens how many image tokens each picture has, in order
     * @throws IllegalArgumentException if the question holds an image token: features would land in
     *     it
     */
    public String text(List<Integer> imageTokens, String question) {
        return separate(imageTokens.stream().map(ShownPicture::new).toList(), question);
    }

    /**
     * The whole prompt, of pictures of one video. Models are taught videos without tiles: a picture
     * with tiles makes them pictures that have nothing to do with each other.
     *
     * @param pictures in order
     * @throws IllegalArgumentException if the question holds an image token, or a picture has tiles
     *     and the model was not taught them
     */
    public String text(List<ShownPicture> pictures, long durationUs, String question) {
        if (video.isEmpty()
                || pictures.size() < 2
                || pictures.stream().anyMatch(ShownPicture::tiled)) {
            return separate(pictures, question);
        }
        VideoPieces words = video.get();
        StringBuilder text = new StringBuilder(words.before(pictures.size(), durationUs));
        for (ShownPicture picture : pictures) {
            text.append(words.frame(picture.timeUs())).append(text(picture));
        }
        return around(text.append(words.after()).toString(), question);
    }

    private String separate(List<ShownPicture> pictures, String question) {
        StringBuilder text = new StringBuilder();
        for (ShownPicture picture : pictures) {
            text.append(text(picture));
        }
        return around(text.toString(), question);
    }

    private String around(String pictures, String question) {
        checkArgument(!question.contains(imageToken), "the question must not hold %s", imageToken);
        return before + pictures + after.replace(QUESTION, question);
    }

    private String text(ShownPicture picture) {
        String tokens = imageToken.repeat(picture.tokens());
        if (!picture.tiled()) {
            return image.replace(TOKENS, tokens);
        }
        checkArgument(
                tiles.isPresent(), "picture has tiles, languageModel.prompt.tiles is missing");
        return tiles.get().text(picture.tileRows(), picture.tileColumns(), tokens);
    }
}
