package io.watchword.deploy.eval.set;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.watchword.deploy.UserMistake;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * Sources and what is true of them: {@code truth.jsonl}, one source a line, {@code grammar.json},
 * and the files.
 *
 * @param grammar empty if the set has none: then sentences are compared, facts are not
 */
public record EvaluationSet(List<SourceTruth> sources, Optional<Grammar> grammar) {
    private static final ObjectMapper JSON = new ObjectMapper();

    public EvaluationSet {
        sources = List.copyOf(sources);
    }

    /**
     * Reads a set.
     *
     * @throws UserMistake naming every problem, with its line
     */
    public static EvaluationSet open(Path directory) throws IOException {
        List<String> problems = new ArrayList<>();
        Optional<Grammar> grammar = grammar(directory, problems);
        List<SourceTruth> sources = new ArrayList<>();
        Path truth = directory.resolve("truth.jsonl");
        if (!Files.isDirectory(directory)) {
            problems.add("--set " + directory + ": not a directory");
        } else if (!Files.isReadable(truth)) {
            problems.add("--set " + directory + ": truth.jsonl is missing or not readable");
        } else {
            read(truth, directory, sources, problems);
            if (sources.isEmpty() && problems.isEmpty()) {
                problems.add(truth + ": holds no source");
            }
        }
        if (!problems.isEmpty()) {
            throw new UserMistake(problems);
        }
        return new EvaluationSet(sources, grammar);
    }

    private static void read(
            Path truth, Path directory, List<SourceTruth> sources, List<String> problems)
            throws IOException {
        Map<String, Integer> names = new HashMap<>();
        Shared shared = new Shared();
        int number = 0;
        try (BufferedReader lines = Files.newBufferedReader(truth, UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (line.isBlank()) {
                    continue;
                }
                String at = truth.getFileName() + " line " + number;
                try {
                    int here = number;
                    new TruthLine(at, JSON.readTree(line), shared, problems)
                            .source(directory)
                            .ifPresent(
                                    source -> {
                                        Integer before = names.put(source.name(), here);
                                        if (before != null) {
                                            problems.add(
                                                    "%s: file name %s occurs in line %d already"
                                                            .formatted(at, source.name(), before));
                                        }
                                        sources.add(source);
                                    });
                } catch (JsonProcessingException e) {
                    problems.add(at + ": not JSON: " + e.getOriginalMessage());
                }
            }
        }
    }

    private static Optional<Grammar> grammar(Path directory, List<String> problems)
            throws IOException {
        Path file = directory.resolve("grammar.json");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Grammar.from(JSON.readTree(file.toFile())));
        } catch (JsonProcessingException e) {
            problems.add("grammar.json: not JSON: " + e.getOriginalMessage());
        } catch (IllegalArgumentException e) {
            problems.add(String.valueOf(e.getMessage()));
        }
        return Optional.empty();
    }

    /** At most so many sources, chosen by the seed, in the set's order. */
    public EvaluationSet limited(int most, long seed) {
        if (most >= sources.size()) {
            return this;
        }
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < sources.size(); i++) {
            places.add(i);
        }
        Collections.shuffle(places, new Random(seed));
        List<SourceTruth> chosen =
                places.subList(0, most).stream().sorted().map(sources::get).toList();
        return new EvaluationSet(chosen, grammar);
    }

    /** The source that events call so. */
    public Optional<SourceTruth> source(String name) {
        return sources.stream().filter(source -> source.name().equals(name)).findFirst();
    }
}
