package io.watchword.deploy.models;

import com.fasterxml.jackson.databind.JsonNode;
import io.watchword.contract.bundle.ModelFamily;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The JSON files of a published model, as far as they say anything about running it.
 *
 * @param video how frames of a video are chosen; missing where the model knows pictures only
 */
record PublishedConfig(
        Optional<ModelFamily> family,
        JsonNode config,
        JsonNode generation,
        JsonNode images,
        JsonNode video,
        JsonNode processor,
        TokenizerFile tokenizer,
        String template) {
    private static final Map<String, ModelFamily> TYPES = new LinkedHashMap<>();

    static {
        TYPES.put("idefics3", ModelFamily.IDEFICS3);
        TYPES.put("smolvlm", ModelFamily.IDEFICS3);
        TYPES.put("llava", ModelFamily.LLAVA);
        TYPES.put("llava_qwen2", ModelFamily.LLAVA_QWEN2);
        TYPES.put("qwen2_vl", ModelFamily.QWEN2_VL);
    }

    /** Reads them, and notes what is missing or unknown. */
    static PublishedConfig read(ModelFolder folder, Findings findings) throws IOException {
        JsonNode config = folder.required("config.json", "what kind of model it is");
        JsonNode generation = folder.optional("generation_config.json");
        JsonNode processor = folder.optional("processor_config.json");
        JsonNode images = folder.optional("preprocessor_config.json");
        if (images.isMissingNode()) {
            images = processor.path("image_processor"); // newer writers keep it there
        }
        if (!images.isObject()) {
            findings.problem("preprocessor_config.json: missing (how pictures are resized)");
        }
        JsonNode tokenizer = folder.required("tokenizer.json", "how text becomes tokens");
        JsonNode names = folder.optional("tokenizer_config.json");
        return new PublishedConfig(
                family(config, findings),
                config,
                generation,
                images,
                video(folder, images, processor),
                processor,
                TokenizerFile.of(tokenizer),
                template(folder, names));
    }

    private static Optional<ModelFamily> family(JsonNode config, Findings findings) {
        if (config.isMissingNode()) {
            return Optional.empty();
        }
        String type = config.path("model_type").asText();
        ModelFamily family = TYPES.get(type);
        if (family == null) {
            findings.problem(
                    "config.json: model_type is \""
                            + type
                            + "\", known are "
                            + TYPES.keySet().stream().collect(Collectors.joining(", ")));
        }
        if (config.path("is_encoder_decoder").asBoolean()) {
            findings.problem("config.json: an encoder-decoder; only decoders are known");
        }
        return Optional.ofNullable(family);
    }

    /** A file of its own, or a part of one of two others: writers differ. */
    private static JsonNode video(ModelFolder folder, JsonNode images, JsonNode processor)
            throws IOException {
        JsonNode alone = folder.optional("video_preprocessor_config.json");
        if (!alone.isMissingNode()) {
            return alone;
        }
        JsonNode inside = processor.path("video_processor");
        return inside.isMissingNode() ? images.path("video_sampling") : inside;
    }

    /** Most frames of a video that the model was taught to read. */
    int videoFrames(int otherwise) {
        return video.path("video_sampling")
                .path("max_frames")
                .asInt(video.path("max_frames").asInt(video.path("num_frames").asInt(otherwise)));
    }

    private static String template(ModelFolder folder, JsonNode names) throws IOException {
        Optional<String> alone = folder.text("chat_template.jinja");
        if (alone.isPresent()) {
            return alone.orElseThrow();
        }
        String inJson = template(folder.optional("chat_template.json").path("chat_template"));
        return inJson.isEmpty() ? template(names.path("chat_template")) : inJson;
    }

    /** A template, or the one of several that is for ordinary use. */
    private static String template(JsonNode written) {
        for (JsonNode one : written) {
            if (one.path("name").asText().equals("default")) {
                return one.path("template").asText();
            }
        }
        return written.asText();
    }

    /** A whole number of the language model: published files keep it below or at the top. */
    int text(String key, int otherwise) {
        JsonNode below = config.path("text_config").path(key);
        return below.isNumber() ? below.asInt() : config.path(key).asInt(otherwise);
    }

    /** The id that {@code config.json} gives to the token of a picture; -1 if it has none. */
    int imageToken() {
        JsonNode id = config.path("image_token_id");
        return id.isNumber() ? id.asInt() : config.path("image_token_index").asInt(-1);
    }
}
