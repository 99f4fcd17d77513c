package io.watchword.deploy.models;

import io.watchword.contract.bundle.WeightFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Picks the file of a graph, and the files its weights are in. */
final class GraphChooser {
    /** Stands for every graph that no variant was asked for by name. */
    static final String ALL = "";

    private final ModelFolder folder;
    private final Map<String, Variant> asked;
    private final Findings findings;

    GraphChooser(ModelFolder folder, Map<String, Variant> asked, Findings findings) {
        this.folder = folder;
        this.asked = Map.copyOf(asked);
        this.findings = findings;
    }

    /** The file of that graph; a problem is noted where there is none. */
    Optional<GraphFile> choose(String session) throws IOException {
        Variant wanted = asked.getOrDefault(session, asked.get(ALL));
        List<Variant> candidates =
                wanted == null ? Arrays.asList(Variant.values()) : wanted.alike();
        for (Variant variant : candidates) {
            Optional<Path> file = folder.find(variant.file(session));
            if (file.isPresent()) {
                if (variant.half()) {
                    findings.note(
                            variant.file(session)
                                    + ": half precision, several times slower than fp32 on a CPU");
                }
                return withData(session, variant, file.orElseThrow());
            }
        }
        List<String> there = new ArrayList<>();
        for (Variant variant : Variant.values()) {
            if (folder.find(variant.file(session)).isPresent()) {
                there.add(variant.key());
            }
        }
        String name = (wanted == null ? Variant.FP32 : wanted).file(session);
        findings.problem(
                name
                        + ": missing"
                        + (there.isEmpty() ? "" : "; there are " + String.join(", ", there)));
        return Optional.empty();
    }

    private Optional<GraphFile> withData(String session, Variant variant, Path graph)
            throws IOException {
        String name = variant.file(session);
        List<String> data = new ArrayList<>();
        Set<String> locations;
        try {
            locations = WeightFiles.of(graph);
        } catch (IllegalArgumentException e) {
            findings.problem("onnx/" + e.getMessage());
            return Optional.empty();
        }
        boolean good = true;
        for (String location : locations) {
            Optional<String> found = inside(name, location);
            found.ifPresent(data::add);
            good &= found.isPresent();
        }
        return good ? Optional.of(new GraphFile(session, variant, name, data)) : Optional.empty();
    }

    private Optional<String> inside(String graph, String location) throws IOException {
        // The runtime takes a location from the graph's own directory on.
        if (location.isEmpty()
                || location.startsWith("/")
                || location.contains("\\")
                || location.contains("..")) {
            findings.problem(
                    graph + ": its weights lead out of the directory: \"" + location + "\"");
            return Optional.empty();
        }
        Optional<Path> file = folder.find("onnx/" + location);
        if (file.isEmpty()) {
            findings.problem(graph + ": its weights are missing: onnx/" + location);
            return Optional.empty();
        }
        return Optional.of("onnx/" + location);
    }
}
