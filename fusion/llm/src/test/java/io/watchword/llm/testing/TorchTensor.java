package io.watchword.llm.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.onnxruntime.platform.Fp16Conversions;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * A tensor read from what {@code torch.save} writes: knows the few pickle operations of one, and
 * refuses all others, as {@code weights_only} does.
 *
 * @param storage PyTorch's name of the type
 * @param values row-major
 */
@SuppressWarnings("ArrayRecordComponent") // compared part by part
public record TorchTensor(String storage, List<Integer> shape, float[] values) {
    private static final Object MARK = new Object();

    public static TorchTensor read(byte[] file) {
        Map<String, byte[]> entries = entries(file);
        if (!new String(entries.get("byteorder"), UTF_8).equals("little")) {
            throw new IllegalArgumentException("byteorder is not little");
        }
        List<?> rebuild = (List<?>) new Unpickler(entries.get("data.pkl")).load();
        if (!rebuild.get(0).equals("torch._utils _rebuild_tensor_v2")) {
            throw new IllegalArgumentException("no tensor but " + rebuild.get(0));
        }
        List<?> arguments = (List<?>) rebuild.get(1);
        List<?> storage = (List<?>) arguments.get(0);
        List<Integer> shape = new ArrayList<>();
        int count = 1;
        for (Object size : (List<?>) arguments.get(2)) {
            shape.add((Integer) size);
            count *= (Integer) size;
        }
        List<?> stride = (List<?>) arguments.get(3);
        if (!stride.equals(List.of(shape.get(1), 1)) || !storage.get(4).equals(count)) {
            throw new IllegalArgumentException("not one dense matrix: " + arguments);
        }
        String type = storage.get(1).toString().replace("torch ", "");
        return new TorchTensor(type, shape, values(type, entries.get("data/" + storage.get(2))));
    }

    /** Through the directory at the end, as PyTorch does: its own entries tell no size before. */
    private static Map<String, byte[]> entries(byte[] file) {
        Map<String, byte[]> entries = new HashMap<>();
        try {
            Path path = Files.createTempFile("tensor", ".pt");
            Files.write(path, file);
            try (ZipFile zip = new ZipFile(path.toFile())) {
                for (ZipEntry entry : Collections.list(zip.entries())) {
                    String name = entry.getName();
                    try (InputStream content = zip.getInputStream(entry)) {
                        entries.put(name.substring(name.indexOf('/') + 1), content.readAllBytes());
                    }
                }
            } finally {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return entries;
    }

    private static float[] values(String type, byte[] bytes) {
        ByteBuffer from = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        float[] values = new float[bytes.length / (type.equals("FloatStorage") ? 4 : 2)];
        for (int i = 0; i < values.length; i++) {
            values[i] =
                    switch (type) {
                        case "FloatStorage" -> from.getFloat();
                        case "BFloat16Storage" -> Float.intBitsToFloat(from.getShort() << 16);
                        case "HalfStorage" -> Fp16Conversions.fp16ToFloat(from.getShort());
                        default -> throw new IllegalArgumentException("storage " + type);
                    };
        }
        return values;
    }

    /** Tuples become lists, globals their names, calls a list of the two. */
    private static final class Unpickler {
        private final ByteBuffer in;
        private final Deque<Object> stack = new ArrayDeque<>();

        Unpickler(byte[] pickle) {
            in = ByteBuffer.wrap(pickle).order(ByteOrder.LITTLE_ENDIAN);
        }

        Object load() {
            while (true) {
                int operation = in.get() & 0xff;
                switch (operation) {
                    case 0x80, 'q' -> in.get(); // protocol; memo, which nothing reads
                    case 'c' -> stack.push(line() + " " + line());
                    case '(' -> stack.push(MARK);
                    case 't' -> stack.push(sinceMark());
                    case ')' -> stack.push(List.of());
                    case 0x86 -> {
                        Object second = stack.pop();
                        stack.push(List.of(stack.pop(), second));
                    }
                    case 'X' -> stack.push(text(in.getInt()));
                    case 'J' -> stack.push(in.getInt());
                    case 'K' -> stack.push(in.get() & 0xff);
                    case 'M' -> stack.push(in.getShort() & 0xffff);
                    case 0x89 -> stack.push(false);
                    case 'Q' -> {} // the id itself stands for what it names
                    case 'R' -> {
                        Object arguments = stack.pop();
                        stack.push(List.of(stack.pop(), arguments));
                    }
                    case '.' -> {
                        return stack.pop();
                    }
                    default ->
                            throw new IllegalArgumentException(
                                    "pickle operation " + Integer.toHexString(operation));
                }
            }
        }

        private String line() {
            int start = in.position();
            int end = start;
            while (in.get(end) != '\n') {
                end++;
            }
            String text = text(end - start);
            in.get();
            return text;
        }

        private String text(int bytes) {
            byte[] text = new byte[bytes];
            in.get(text);
            return new String(text, UTF_8);
        }

        private List<Object> sinceMark() {
            List<Object> items = new ArrayList<>();
            for (Object item = stack.pop(); item != MARK; item = stack.pop()) {
                items.add(item);
            }
            Collections.reverse(items);
            return items;
        }
    }
}
