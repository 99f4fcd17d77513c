package io.watchword.llm.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.watchword.llm.token.Tokenizer;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Ids 0 to 255 are bytes of UTF-8; special tokens follow from 256 on, in the order given. */
public final class ByteTokenizer implements Tokenizer {
    public static final int EOS = 256;

    private final List<String> special;

    public ByteTokenizer(String... special) {
        this.special = new ArrayList<>(List.of("<eos>"));
        this.special.addAll(List.of(special));
    }

    @Override
    public int[] encode(String text) {
        List<Integer> ids = new ArrayList<>();
        String rest = text;
        while (!rest.isEmpty()) {
            int found = specialAt(rest);
            if (found >= 0) {
                ids.add(256 + found);
                rest = rest.substring(special.get(found).length());
                continue;
            }
            int end = rest.offsetByCodePoints(0, 1);
            for (byte value : rest.substring(0, end).getBytes(UTF_8)) {
                ids.add(value & 0xff);
            }
            rest = rest.substring(end);
        }
        return ids.stream().mapToInt(Integer::intValue).toArray();
    }

    private int specialAt(String text) {
        for (int i = 0; i < special.size(); i++) {
            if (text.startsWith(special.get(i))) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public String decode(int[] tokenIds) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int id : tokenIds) {
            if (id < 256) {
                bytes.write(id);
            }
        }
        return bytes.toString(UTF_8);
    }

    @Override
    public List<byte[]> pieces() {
        List<byte[]> pieces = new ArrayList<>();
        for (int value = 0; value < 256; value++) {
            pieces.add(new byte[] {(byte) value});
        }
        special.forEach(token -> pieces.add(new byte[0]));
        return pieces;
    }

    @Override
    public Set<String> specialTokens() {
        return new LinkedHashSet<>(special);
    }

    @Override
    public void close() {}
}
