package io.watchword.llm.constrain;

import java.io.ByteArrayOutputStream;
import java.util.List;

/** Texts one after another. */
final class Joined {
    private Joined() {}

    /** The shortest text of a run of parts. */
    static byte[] of(List<? extends Symbol> symbols) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        symbols.forEach(symbol -> text.writeBytes(symbol.closing()));
        return text.toByteArray();
    }
}
