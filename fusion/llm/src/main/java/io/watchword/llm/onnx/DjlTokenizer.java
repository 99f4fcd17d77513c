package io.watchword.llm.onnx;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.LibUtils;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.watchword.llm.token.Tokenizer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A Hugging Face {@code tokenizer.json}, run by DJL's binding of the tokenizers library. Its native
 * code comes from the jar, never from a network: it is unpacked into a fresh private directory,
 * loaded, and the directory removed. Thread-safe.
 */
final class DjlTokenizer implements Tokenizer {
    private static final Map<String, String> PLAIN =
            Map.of("addSpecialTokens", "false", "truncation", "false", "padding", "false");

    private final HuggingFaceTokenizer tokenizer;
    private final Set<String> specialTokens;
    private final List<byte[]> pieces;

    private DjlTokenizer(
            HuggingFaceTokenizer tokenizer, Set<String> specialTokens, List<byte[]> pieces) {
        this.tokenizer = tokenizer;
        this.specialTokens = specialTokens;
        this.pieces = pieces;
    }

    /**
     * Opens a {@code tokenizer.json}.
     *
     * @throws IllegalArgumentException if it is none
     */
    static DjlTokenizer open(Path file) {
        try {
            NativeLibrary.load();
            Set<String> special = new LinkedHashSet<>();
            JsonNode json = new ObjectMapper().readTree(file.toFile());
            for (JsonNode token : json.path("added_tokens")) {
                if (token.path("special").asBoolean()) {
                    special.add(token.path("content").asText());
                }
            }
            try (InputStream in = Files.newInputStream(file)) {
                return new DjlTokenizer(
                        HuggingFaceTokenizer.newInstance(in, PLAIN),
                        Set.copyOf(special),
                        TokenizerPieces.of(json));
            }
        } catch (IOException | RuntimeException e) {
            throw new IllegalArgumentException(
                    "bundle " + file.getParent() + ": " + file.getFileName() + ": " + e, e);
        }
    }

    @Override
    public int[] encode(String text) {
        return Arrays.stream(tokenizer.encode(text, false, false).getIds())
                .mapToInt(Math::toIntExact)
                .toArray();
    }

    @Override
    public String decode(int[] tokenIds) {
        return tokenIds.length == 0
                ? ""
                : tokenizer.decode(Arrays.stream(tokenIds).asLongStream().toArray(), true);
    }

    @Override
    public List<byte[]> pieces() {
        return pieces;
    }

    @Override
    public Set<String> specialTokens() {
        return specialTokens;
    }

    @Override
    public void close() {
        tokenizer.close();
    }

    /** The native code, loaded once in this JVM. */
    private static final class NativeLibrary {
        private static final String CACHE = "ENGINE_CACHE_DIR";
        private static boolean loaded;

        private NativeLibrary() {}

        static synchronized void load() throws IOException {
            if (loaded) {
                return;
            }
            // Offline also keeps DJL from looking for a CUDA build and from reporting its use.
            System.setProperty("ai.djl.offline", "true");
            System.setProperty("OPT_OUT_TRACKING", "true");
            Path directory = Files.createTempDirectory("watchword-tokenizers-");
            String before = System.getProperty(CACHE, "");
            System.setProperty(CACHE, directory.toString());
            try {
                LibUtils.checkStatus();
                loaded = true;
            } finally {
                if (before.isEmpty()) {
                    System.clearProperty(CACHE);
                } else {
                    System.setProperty(CACHE, before);
                }
                remove(directory);
            }
        }

        private static void remove(Path directory) throws IOException {
            List<Path> paths;
            try (Stream<Path> walk = Files.walk(directory)) {
                paths = walk.sorted(Comparator.reverseOrder()).toList();
            }
            for (Path path : paths) {
                if (!path.toFile().delete()) {
                    path.toFile().deleteOnExit(); // Windows keeps a loaded library
                }
            }
        }
    }
}
