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
 */
public record PromptPieces(
        String before,
        String image,
        String after,
        String imageToken,
        Map<String, String> defaultQuestions,
        Optional<VideoPieces> video) {
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

    /** Pieces without words for a video. */
    public PromptPieces(
            String before,
            String image,
            String after,
            String imageToken,
            Map<String, String> defaultQuestions) {
        this(before, image, after, imageToken, defaultQuestions, Optional.empty());
    }

    private static void once(String key, String piece, String place) {
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
        return text(imageTokens, "", Collections.nCopies(imageTokens.size(), ""), "", question);
    }

    /**
     * The whole prompt, of pictures of one video.
     *
     * @param imageTokens how many image tokens each picture has, in order
     * @param timesUs when each picture was, from the video's start
     * @throws IllegalArgumentException if the question holds an image token
     */
    public String text(
            List<Integer> imageTokens, List<Long> timesUs, long durationUs, String question) {
        if (video.isEmpty() || imageTokens.size() < 2) {
            return text(imageTokens, question);
        }
        VideoPieces words = video.get();
        return text(
                imageTokens,
                words.before(imageTokens.size(), durationUs),
                timesUs.stream().map(words::frame).toList(),
                words.after(),
                question);
    }

    private String text(
            List<Integer> imageTokens,
            String start,
            List<String> frames,
            String end,
            String question) {
        checkArgument(!question.contains(imageToken), "the question must not hold %s", imageToken);
        StringBuilder text = new StringBuilder(before).append(start);
        for (int i = 0; i < imageTokens.size(); i++) {
            text.append(frames.get(i));
            text.append(image.replace(TOKENS, imageToken.repeat(imageTokens.get(i))));
        }
        return text.append(end).append(after.replace(QUESTION, question)).toString();
    }
}
