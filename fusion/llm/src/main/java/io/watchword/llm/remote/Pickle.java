package io.watchword.llm.remote;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Writes the few operations of Python's pickle protocol 2 that a tensor needs. Only writes: to read
 * a stranger's pickle is to run it.
 */
final class Pickle {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Pickle() {
        bytes.write(0x80);
        bytes.write(2);
    }

    /** A function or type by its name. */
    Pickle global(String module, String name) {
        return put('c').raw(module + "\n" + name + "\n");
    }

    Pickle text(String text) {
        return put('X').int32(text.getBytes(UTF_8).length).raw(text);
    }

    Pickle number(int number) {
        return put('J').int32(number);
    }

    Pickle no() {
        return put(0x89);
    }

    Pickle mark() {
        return put('(');
    }

    /** All since the last mark. */
    Pickle tuple() {
        return put('t');
    }

    /** The last two. */
    Pickle pair() {
        return put(0x86);
    }

    Pickle emptyTuple() {
        return put(')');
    }

    /** The last as an id that the reader resolves. */
    Pickle persistentId() {
        return put('Q');
    }

    /** The function before the last, with the last as its arguments. */
    Pickle call() {
        return put('R');
    }

    byte[] end() {
        return put('.').bytes.toByteArray();
    }

    private Pickle put(int operation) {
        bytes.write(operation);
        return this;
    }

    private Pickle raw(String text) {
        bytes.writeBytes(text.getBytes(UTF_8));
        return this;
    }

    private Pickle int32(int number) {
        bytes.writeBytes(
                ByteBuffer.allocate(Integer.BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putInt(number)
                        .array());
        return this;
    }
}
