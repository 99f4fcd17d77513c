package io.watchword.llm.onnx;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads from a {@code tokenizer.json} which bytes each token stands for. Knows two ways of writing
 * them: a character for each byte (byte-level BPE, after GPT-2), and text with {@code ▁} for a
 * space and {@code <0xNN>} for a byte (SentencePiece). Pure.
 */
final class TokenizerPieces {
    private static final Pattern BYTE = Pattern.compile("<0x([0-9A-Fa-f]{2})>");
    private static final byte[] NO_TEXT = new byte[0];

    private TokenizerPieces() {}

    /** Bytes by token id; empty if the tokens are written in another way. */
    static List<byte[]> of(JsonNode tokenizer) {
        List<String> decoders = new ArrayList<>();
        types(tokenizer.path("decoder"), decoders);
        boolean byteLevel = decoders.contains("ByteLevel");
        boolean marked =
                decoders.contains("ByteFallback")
                        || decoders.contains("Metaspace")
                        || decoders.contains("Replace");
        if (!byteLevel && !marked) {
            return List.of();
        }
        Map<Integer, byte[]> pieces = new LinkedHashMap<>();
        vocabulary(tokenizer.path("model").path("vocab"))
                .forEach(
                        (id, written) ->
                                pieces.put(id, byteLevel ? fromBytes(written) : marked(written)));
        for (JsonNode added : tokenizer.path("added_tokens")) {
            boolean special = added.path("special").asBoolean();
            pieces.put(
                    added.path("id").asInt(),
                    special ? NO_TEXT : added.path("content").asText().getBytes(UTF_8));
        }
        int size = pieces.keySet().stream().mapToInt(Integer::intValue).max().orElse(-1) + 1;
        List<byte[]> all = new ArrayList<>(Collections.nCopies(size, NO_TEXT));
        pieces.forEach(all::set);
        return Collections.unmodifiableList(all);
    }

    private static void types(JsonNode decoder, List<String> into) {
        into.add(decoder.path("type").asText());
        decoder.path("decoders").forEach(part -> types(part, into));
    }

    /** Tokens as they are written, by id: an object of ids, or for unigrams a list of pairs. */
    private static Map<Integer, String> vocabulary(JsonNode vocabulary) {
        Map<Integer, String> written = new LinkedHashMap<>();
        if (vocabulary.isArray()) {
            for (int id = 0; id < vocabulary.size(); id++) {
                written.put(id, vocabulary.get(id).path(0).asText());
            }
        } else {
            vocabulary
                    .properties()
                    .forEach(entry -> written.put(entry.getValue().asInt(), entry.getKey()));
        }
        return written;
    }

    private static byte[] marked(String written) {
        Matcher single = BYTE.matcher(written);
        return single.matches()
                ? new byte[] {(byte) Integer.parseInt(single.group(1), 16)}
                : written.replace('▁', ' ').getBytes(UTF_8);
    }

    /** Printable bytes are written as their own characters, the rest as those from U+0100 on. */
    private static byte[] fromBytes(String written) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < written.length(); i++) {
            char character = written.charAt(i);
            int value = character < 256 && ownCharacter(character) ? character : moved(character);
            if (value < 0) {
                return NO_TEXT; // a token that is no run of bytes
            }
            bytes.write(value);
        }
        return bytes.toByteArray();
    }

    private static int moved(char character) {
        int nth = character - 256;
        for (int value = 0; value < 256 && nth >= 0; value++) {
            if (!ownCharacter(value)) {
                if (nth == 0) {
                    return value;
                }
                nth--;
            }
        }
        return -1;
    }

    private static boolean ownCharacter(int value) {
        return (value >= '!' && value <= '~')
                || (value >= 0xa1 && value <= 0xac)
                || (value >= 0xae && value <= 0xff);
    }
}
