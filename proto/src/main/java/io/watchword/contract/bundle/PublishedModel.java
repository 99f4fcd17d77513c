package io.watchword.contract.bundle;

import static io.watchword.contract.Checks.checkArgument;

/**
 * A bundle made of a vision-language model as it is published for ONNX ({@code "layout":
 * "published"}): three graphs, a tokenizer, and what its configuration says, in our words.
 */
public record PublishedModel(ModelFamily family, ImageForm image, LanguageForm language) {
    /** The value of {@code layout}. */
    public static final String LAYOUT = "published";

    public PublishedModel {
        checkArgument(
                image.tiling() == Tiling.OFF || language.prompt().tiles().isPresent(),
                "bundle.json: image.tiling is \"%s\", languageModel.prompt.tiles is missing",
                image.tiling().key());
    }

    /**
     * Reads what bundle.json says.
     *
     * @throws IllegalArgumentException naming what is missing or wrong
     */
    public static PublishedModel of(ModelBundle bundle) {
        checkArgument(
                bundle.layout().equals(LAYOUT),
                "bundle %s: layout is \"%s\", required \"%s\"",
                bundle.name(),
                bundle.layout(),
                LAYOUT);
        return PublishedJson.read(bundle.description());
    }
}
