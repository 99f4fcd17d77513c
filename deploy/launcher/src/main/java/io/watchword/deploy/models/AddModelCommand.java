package io.watchword.deploy.models;

import io.watchword.contract.bundle.Tiling;
import io.watchword.deploy.ExitCode;
import io.watchword.deploy.Subcommand;
import io.watchword.deploy.UserMistake;
import io.watchword.deploy.terminal.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code models add}. */
@Command(
        name = "add",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Take a vision-language model as it is published for ONNX (config.json, tokenizer.json"
                    + " and onnx/*.onnx) and describe it in a bundle.json. Says all that stands in"
                    + " the way at once."
        },
        footer = {"", "Known are idefics3 and SmolVLM, llava, llava_qwen2 (FastVLM) and qwen2_vl."})
public final class AddModelCommand implements Subcommand {
    @Parameters(index = "0", paramLabel = "DIR", description = "The downloaded model.")
    private Path directory = Path.of("");

    @Option(
            names = "--name",
            paramLabel = "N",
            description = "What it is called (default: the directory's name).")
    private @Nullable String name;

    @Option(
            names = "--to",
            paramLabel = "DIR",
            description =
                    "Where the bundle goes (default: models/NAME in the data directory); DIR itself"
                            + " for a bundle.json beside the model's files.")
    private @Nullable Path target;

    @Option(
            names = "--variant",
            paramLabel = "[GRAPH=]V",
            description =
                    "Which files: fp32, fp16, q8, int8, uint8, q4, q4f16 or bnb4; of one graph as in"
                            + " vision_encoder=fp32. May be given again (default: fp32, or what is"
                            + " there).")
    private List<String> variants = new ArrayList<>();

    @Option(
            names = "--lang",
            split = ",",
            paramLabel = "L",
            description = "Languages to ask in: en, ru (default: what the family is known for).")
    private List<String> languages = new ArrayList<>();

    @Option(
            names = "--tiling",
            paramLabel = "T",
            description =
                    "Tiles of a picture beside the whole: off; detail, for those who ask a question;"
                            + " always (default: off, since each costs as many tokens as the whole).")
    private String tiling = "off";

    @Mixin private DataOption data = new DataOption();

    @Override
    public int run(Terminal terminal, Path home) {
        return Reported.run(terminal, () -> add(terminal, home));
    }

    private int add(Terminal terminal, Path home) throws IOException {
        Findings findings = new Findings();
        PublishedImport.Request request = request(findings);
        findings.throwIfAny();
        Optional<PublishedImport.Bundle> read = PublishedImport.read(request, findings);
        findings.notes().forEach(note -> terminal.say("note: " + note));
        findings.throwIfAny();
        PublishedImport.Bundle bundle = read.orElseThrow();
        Path place = target == null ? data.models(home).place(request.name()) : target;
        BundleWriter.write(bundle.json(), directory, bundle.files(), place);
        terminal.say("added " + request.name() + ", a model of " + bundle.family().key());
        terminal.say("use it with --bundle " + place);
        return ExitCode.OK;
    }

    private PublishedImport.Request request(Findings findings) {
        if (!Files.isDirectory(directory)) {
            throw new UserMistake(directory + ": not a directory");
        }
        String called = name == null ? ModelName.of(directory) : name;
        if (!ModelName.good(called)) {
            findings.problem("--name is \"" + called + "\", required " + ModelName.RULE);
        }
        if (called.equals("tiny")) {
            findings.problem("--name is tiny, which is the model that ships");
        }
        for (String language : languages) {
            if (!PromptRecipe.QUESTIONS.containsKey(language)) {
                findings.problem("--lang is \"" + language + "\", required en or ru");
            }
        }
        Optional<Tiling> tiles = Tiling.find(tiling);
        if (tiles.isEmpty()) {
            findings.problem("--tiling is \"" + tiling + "\", required off, detail or always");
        }
        return new PublishedImport.Request(
                directory, called, variants(findings), languages, tiles.orElse(Tiling.OFF));
    }

    private Map<String, Variant> variants(Findings findings) {
        Map<String, Variant> asked = new LinkedHashMap<>();
        for (String value : variants) {
            int equals = value.indexOf('=');
            String graph = equals < 0 ? GraphChooser.ALL : value.substring(0, equals);
            Optional<Variant> variant = Variant.find(value.substring(equals + 1));
            if (variant.isEmpty() || (equals >= 0 && !PublishedImport.SESSIONS.contains(graph))) {
                findings.problem(
                        "--variant is \""
                                + value
                                + "\", required fp32, fp16, q8, int8, uint8, q4, q4f16 or bnb4, or"
                                + " GRAPH=one of these with GRAPH one of "
                                + String.join(", ", PublishedImport.SESSIONS));
            }
            variant.ifPresent(known -> asked.put(graph, known));
        }
        return asked;
    }
}
