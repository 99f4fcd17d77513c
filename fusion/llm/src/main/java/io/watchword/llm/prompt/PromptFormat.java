package io.watchword.llm.prompt;

import static io.watchword.contract.Checks.checkArgument;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.watchword.contract.Ids;
import io.watchword.contract.Modality;
import io.watchword.contract.bundle.LanguageForm;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The fixed text pieces between which embeddings are placed: {@code languageModel.prompt} of
 * bundle.json. For each segment: {@code segment}, then for each modality present, in {@code order},
 * its start, its embeddings, its end. After all segments the question, where there is one, or the
 * piece that asks for events, and the piece of the language.
 *
 * @param languages what is written last for each language; empty where the model answers in the
 *     language of the question
 * @param question around the words asked; empty if the bundle only gives captions
 * @param events how to ask what happens when; empty if the bundle cannot tell
 * @param texts around what was read or heard in a segment, after its embeddings; empty if the
 *     bundle takes none
 * @param text the section as it stands in bundle.json, for {@link #sha256}
 * @param pictures of a published model, which has its own way of a prompt; empty otherwise
 */
public record PromptFormat(
        String segment,
        List<Modality> order,
        Map<Modality, Enclosure> delimiters,
        Map<String, String> languages,
        Optional<Enclosure> question,
        Optional<EventsPiece> events,
        Optional<Enclosure> texts,
        String text,
        Optional<PictureFormat> pictures) {
    /** What stands before and after. */
    public record Enclosure(String start, String end) {}

    public PromptFormat {
        order = List.copyOf(order);
        delimiters = Map.copyOf(delimiters);
        languages = Collections.unmodifiableMap(new LinkedHashMap<>(languages)); // keeps the order
        checkArgument(
                delimiters.keySet().containsAll(order),
                "languageModel.prompt.delimiters has %s, order needs %s",
                delimiters.keySet(),
                order);
        checkArgument(!languages.isEmpty(), "languageModel.prompt.language is empty");
    }

    /**
     * Reads {@code languageModel.prompt}.
     *
     * @throws IllegalArgumentException naming the key that is missing or wrong
     */
    public static PromptFormat from(JsonNode prompt) {
        List<Modality> order = new ArrayList<>();
        Map<Modality, Enclosure> delimiters = new LinkedHashMap<>();
        checkArgument(
                prompt.path("order").isArray() && !prompt.path("order").isEmpty(),
                "languageModel.prompt.order is missing");
        for (JsonNode key : prompt.path("order")) {
            Modality modality = modality(key.asText());
            checkArgument(
                    !order.contains(modality), "languageModel.prompt.order has %s twice", key);
            order.add(modality);
            delimiters.put(modality, enclosure(prompt.path("delimiters"), key.asText()));
        }
        Map<String, String> languages = new LinkedHashMap<>();
        prompt.path("language")
                .properties()
                .forEach(entry -> languages.put(entry.getKey(), entry.getValue().asText()));
        Optional<Enclosure> question =
                prompt.has("question")
                        ? Optional.of(enclosure(prompt, "question"))
                        : Optional.empty();
        Optional<EventsPiece> events =
                prompt.has("events")
                        ? Optional.of(EventsPiece.from(prompt.path("events")))
                        : Optional.empty();
        Optional<Enclosure> texts =
                prompt.has("texts") ? Optional.of(enclosure(prompt, "texts")) : Optional.empty();
        String segment = prompt.path("segment").asText();
        checkArgument(!segment.isEmpty(), "languageModel.prompt.segment is missing");
        return new PromptFormat(
                segment,
                order,
                delimiters,
                languages,
                question,
                events,
                texts,
                prompt.toString(),
                Optional.empty());
    }

    /** The format of a published model: pictures only, and any question. */
    public static PromptFormat from(LanguageForm form) {
        return new PromptFormat(
                "",
                List.of(Modality.SPATIAL),
                Map.of(Modality.SPATIAL, new Enclosure("", "")),
                form.prompt().defaultQuestions(),
                Optional.of(new Enclosure("", "")),
                Optional.empty(),
                Optional.empty(),
                form.prompt().toString(),
                Optional.of(PictureFormat.from(form)));
    }

    private static Modality modality(String key) {
        for (Modality modality : Modality.values()) {
            if (modality.key().equals(key)) {
                return modality;
            }
        }
        throw new IllegalArgumentException(
                "languageModel.prompt.order has an unknown modality \""
                        + key.toLowerCase(Locale.ROOT)
                        + "\"");
    }

    static Enclosure enclosure(JsonNode parent, String key) {
        JsonNode pair = parent.path(key);
        checkArgument(
                pair.isArray() && pair.size() == 2,
                "languageModel.prompt: \"%s\" is not a pair of start and end",
                key);
        return new Enclosure(pair.get(0).asText(), pair.get(1).asText());
    }

    /** Lower-case hex sha256 of all that shapes a prompt except the embeddings. */
    public String sha256(String language, String question) {
        return Ids.sha256Hex((text + "\n" + language + "\n" + question).getBytes(UTF_8));
    }

    /** Of all that shaped the prompt of a request except the embeddings. */
    public String sha256(CaptionRequest request) {
        StringBuilder asked = new StringBuilder(request.question());
        if (texts.isPresent()) {
            request.segments().stream()
                    .flatMap(segment -> segment.texts().stream())
                    .forEach(quoted -> asked.append('\n').append(quoted.text()));
        }
        if (!request.compression().none()) {
            asked.append('\n').append(request.compression().text());
        }
        return sha256(request.language(), asked.toString());
    }
}
