package io.watchword.deploy.models;

import io.watchword.contract.bundle.ModelFamily;
import io.watchword.contract.bundle.PromptPieces;
import io.watchword.contract.bundle.TileForm;
import io.watchword.contract.bundle.TilePieces;
import io.watchword.contract.bundle.VideoPieces;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * The prompt of a family as fixed pieces. The chat template is not interpreted, only searched: each
 * known way of a conversation has marks that the template must hold.
 */
final class PromptRecipe {
    static final Map<String, String> QUESTIONS =
            Map.of(
                    "en", "What happens in the picture? Answer in one sentence.",
                    "ru", "Что происходит на снимке? Ответь одним предложением.");
    private static final String SYSTEM = "You are a helpful assistant.";
    private static final String CHAT_ML_AFTER = "{question}<|im_end|>\n<|im_start|>assistant\n";
    private static final String CHAT_ML_BEFORE =
            "<|im_start|>system\n" + SYSTEM + "<|im_end|>\n<|im_start|>user\n";
    private static final String FRAMED =
            "<fake_token_around_image><global-img>{tokens}<fake_token_around_image>";
    private static final String TILE = "<row_{row}_col_{column}>";
    private static final int TILED_IMAGES = 1;
    // The template writes "User:" before a picture, "User: " before anything else.
    private static final VideoPieces SMOLVLM_VIDEO =
            new VideoPieces(
                    " You are provided the following series of {count} frames from a {duration}"
                            + " [H:MM:SS] video.\n",
                    "\nFrame from {time}:",
                    "\n\n");

    /**
     * One way to write a conversation.
     *
     * @param marks what a chat template of this kind holds
     * @param whole special tokens that the pieces rely on
     */
    private record Way(
            String before,
            String image,
            String after,
            String imageToken,
            List<Mark> marks,
            List<String> whole) {}

    /** Something a chat template holds. */
    private record Mark(String shown, Pattern pattern) {
        static Mark of(String text) {
            return new Mark(text.replace("\n", "\\n"), Pattern.compile(Pattern.quote(text)));
        }
    }

    // A role is put together in a string, or stands by itself between texts.
    private static final String ROLE = "role(?:'\\]|\"\\])?\\s*";
    private static final Mark ROLE_ON_ITS_LINE =
            new Mark(
                    "<|im_start|>role\\n",
                    Pattern.compile(
                            "<\\|im_start\\|>(?:['\"]\\s*\\+|\\{\\{-?)\\s*\\w+[.\\[]['\"]?"
                                    + ROLE
                                    + "(?:\\+\\s*['\"]|-?\\}\\})\n"));
    private static final Mark ROLE_IN_CAPITALS =
            new Mark(
                    "ROLE: ",
                    Pattern.compile(
                            ROLE
                                    + "(?:\\.upper\\(\\)|\\|\\s*upper)\\s*(?:\\+\\s*['\"]|-?\\}\\}): "));
    private static final Mark ROLE_AS_A_NAME =
            new Mark("Role", Pattern.compile(ROLE + "\\|\\s*capitalize"));

    private static final Way SMOLVLM =
            new Way(
                    "<|im_start|>User:",
                    FRAMED,
                    "{question}<end_of_utterance>\nAssistant:",
                    "<image>",
                    List.of(
                            Mark.of("<|im_start|>"),
                            ROLE_AS_A_NAME,
                            Mark.of("<end_of_utterance>\n"),
                            Mark.of("Assistant:")),
                    List.of(
                            "<|im_start|>",
                            "<fake_token_around_image>",
                            "<global-img>",
                            "<end_of_utterance>"));
    private static final Way IDEFICS3 =
            new Way(
                    "<|begin_of_text|>User:",
                    FRAMED,
                    "{question}<end_of_utterance>\nAssistant:",
                    "<image>",
                    List.of(
                            Mark.of("<|begin_of_text|>"),
                            ROLE_AS_A_NAME,
                            Mark.of("<end_of_utterance>\n"),
                            Mark.of("Assistant:")),
                    List.of(
                            "<|begin_of_text|>",
                            "<fake_token_around_image>",
                            "<global-img>",
                            "<end_of_utterance>"));
    private static final Way VICUNA =
            new Way(
                    "USER: ",
                    "{tokens}\n",
                    "{question} ASSISTANT:",
                    "<image>",
                    List.of(ROLE_IN_CAPITALS, Mark.of("ASSISTANT:")),
                    List.of());
    private static final List<String> CHAT_ML_TOKENS = List.of("<|im_start|>", "<|im_end|>");
    private static final Way CHAT_ML =
            new Way(
                    CHAT_ML_BEFORE,
                    "{tokens}\n",
                    CHAT_ML_AFTER,
                    "<image>",
                    List.of(
                            ROLE_ON_ITS_LINE,
                            Mark.of(SYSTEM + "<|im_end|>\n"),
                            Mark.of("<|im_start|>assistant\n")),
                    CHAT_ML_TOKENS);
    private static final Way CHAT_ML_WITHOUT_SYSTEM =
            new Way(
                    "<|im_start|>user\n",
                    "{tokens}\n",
                    CHAT_ML_AFTER,
                    "<image>",
                    List.of(
                            ROLE_ON_ITS_LINE,
                            Mark.of("<|im_end|>"),
                            Mark.of("<|im_start|>assistant\n")),
                    CHAT_ML_TOKENS);
    private static final Way QWEN2_VL =
            new Way(
                    CHAT_ML_BEFORE,
                    "<|vision_start|>{tokens}<|vision_end|>",
                    CHAT_ML_AFTER,
                    "<|image_pad|>",
                    List.of(
                            ROLE_ON_ITS_LINE,
                            Mark.of(SYSTEM + "<|im_end|>\n"),
                            Mark.of("<|vision_start|><|image_pad|><|vision_end|>"),
                            Mark.of("<|im_start|>assistant\n")),
                    List.of("<|im_start|>", "<|im_end|>", "<|vision_start|>", "<|vision_end|>"));

    /** The most usual way of a family first. */
    private static final Map<ModelFamily, List<Way>> WAYS =
            Map.of(
                    ModelFamily.IDEFICS3,
                    List.of(SMOLVLM, IDEFICS3),
                    ModelFamily.LLAVA,
                    List.of(VICUNA, CHAT_ML, CHAT_ML_WITHOUT_SYSTEM),
                    ModelFamily.LLAVA_QWEN2,
                    List.of(CHAT_ML, CHAT_ML_WITHOUT_SYSTEM),
                    ModelFamily.QWEN2_VL,
                    List.of(QWEN2_VL));

    private final ModelFamily family;
    private final TokenizerFile tokenizer;
    private final String template;
    private final Findings findings;

    private PromptRecipe(ModelFamily family, PublishedConfig config, Findings findings) {
        this.family = family;
        this.tokenizer = config.tokenizer();
        // A template writes a line's end as such, or as two characters in a string of its own.
        this.template = config.template().replace("\\n", "\n");
        this.findings = findings;
    }

    /**
     * The pieces, if a known way fits the template and the tokenizer.
     *
     * @param tiles how pictures are cut, if they can be
     */
    static Optional<PromptPieces> of(
            ModelFamily family,
            PublishedConfig config,
            List<String> languages,
            Optional<TileForm> tiles,
            Findings findings) {
        PromptRecipe recipe = new PromptRecipe(family, config, findings);
        Optional<Way> way = recipe.way();
        way.ifPresent(chosen -> recipe.checkTokens(chosen, config.imageToken()));
        Map<String, String> questions = new LinkedHashMap<>();
        for (String language : languages) {
            questions.put(language, QUESTIONS.getOrDefault(language, ""));
        }
        return way.map(
                chosen ->
                        new PromptPieces(
                                recipe.first(chosen.before()) + chosen.before(),
                                recipe.image(chosen),
                                chosen.after(),
                                chosen.imageToken(),
                                questions,
                                recipe.video(config),
                                tiles.flatMap(recipe::tiles)));
    }

    /** What SmolVLM2 was taught around the frames of a video. */
    private Optional<VideoPieces> video(PublishedConfig config) {
        if (config.video().isMissingNode()) {
            return Optional.empty();
        }
        if (family != ModelFamily.IDEFICS3) {
            findings.note("videos are shown as separate pictures, without the model's own words");
            return Optional.empty();
        }
        findings.note(
                "several key frames are shown as frames of a video, as SmolVLM2 was taught; their"
                        + " times are those of the event");
        return Optional.of(SMOLVLM_VIDEO);
    }

    /** The text around tiles, if the tokenizer knows where each of them is. */
    private Optional<TilePieces> tiles(TileForm form) {
        for (int row = 1; row <= form.most(); row++) {
            for (int column = 1; column <= form.most(); column++) {
                String place = "<row_" + row + "_col_" + column + ">";
                if (tokenizer.id(place).isEmpty()) {
                    findings.note(
                            "tokenizer.json: has no special token "
                                    + place
                                    + ": pictures cannot be cut into tiles");
                    return Optional.empty();
                }
            }
        }
        return Optional.of(
                new TilePieces(
                        "<fake_token_around_image>" + TILE + "{tokens}",
                        "\n",
                        "\n" + FRAMED,
                        TILED_IMAGES));
    }

    private Optional<Way> way() {
        List<Way> known = WAYS.getOrDefault(family, List.of());
        if (template.isEmpty()) {
            findings.note(
                    "no chat template: taking the usual prompt of " + family.key() + " models");
            return Optional.of(known.get(0));
        }
        List<String> lacking = new ArrayList<>();
        for (Way way : known) {
            List<String> missing =
                    way.marks().stream()
                            .filter(mark -> !mark.pattern().matcher(template).find())
                            .map(Mark::shown)
                            .toList();
            if (missing.isEmpty()) {
                return Optional.of(way);
            }
            lacking.add(String.join(" ", missing));
        }
        findings.problem(
                "chat template: none of those known for "
                        + family.key()
                        + " (it lacks "
                        + String.join("; or ", lacking)
                        + ")");
        return Optional.empty();
    }

    /** LLaVA's first models have a line's end after a picture; a template may leave it out. */
    private String image(Way way) {
        boolean without =
                template.contains("<image>")
                        && !template.contains("<image>\n")
                        && way.image().equals("{tokens}\n");
        return without ? "{tokens}" : way.image();
    }

    /** What the tokenizer would put before the text, where the text does not begin with it. */
    private String first(String before) {
        return before.startsWith(tokenizer.first()) ? "" : tokenizer.first();
    }

    private void checkTokens(Way way, int imageToken) {
        for (String token : way.whole()) {
            if (tokenizer.id(token).isEmpty()) {
                findings.problem("tokenizer.json: has no special token " + token);
            }
        }
        OptionalInt found = tokenizer.id(way.imageToken());
        if (found.isEmpty()) {
            findings.problem("tokenizer.json: has no special token " + way.imageToken());
        } else if (imageToken < 0) {
            findings.problem("config.json: neither image_token_id nor image_token_index");
        } else if (found.getAsInt() != imageToken) {
            findings.problem(
                    "config.json: token of a picture is "
                            + imageToken
                            + ", tokenizer.json has "
                            + way.imageToken()
                            + " at "
                            + found.getAsInt());
        }
    }
}
