package io.watchword.llm.remote;

import static io.watchword.contract.Checks.checkArgument;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.watchword.llm.RemoteConfig.TensorType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.LocalDateTime;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes one matrix as PyTorch's {@code torch.save} does: a zip of stored entries, in which {@code
 * data.pkl} is a pickle (protocol 2) that names the storage {@code data/0}. Equal matrices give
 * equal bytes. Pure.
 */
final class TorchTensorFile {
    private static final int ALIGNMENT = 64; // of a storage in the file, so that it can be mapped
    private static final int LOCAL_HEADER = 30;
    private static final int PADDING_HEADER = 4;
    private static final LocalDateTime ALWAYS = LocalDateTime.of(2000, 1, 1, 0, 0);

    private TorchTensorFile() {}

    /**
     * A tensor of shape (rows, columns).
     *
     * @param values row-major, finite also as {@code type}
     * @throws IllegalArgumentException if there are not rows times columns, or one is not finite
     */
    static byte[] write(TensorType type, int rows, int columns, float[] values) {
        checkArgument(
                rows > 0 && columns > 0 && (long) rows * columns == values.length,
                "tensor of %d×%d has %d values",
                rows,
                columns,
                values.length);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(file)) {
            entry(zip, file, "data.pkl", pickle(type, rows, columns));
            entry(zip, file, "byteorder", "little".getBytes(US_ASCII));
            entry(zip, file, "data/0", storage(type, values));
            entry(zip, file, "version", "3\n".getBytes(US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory is no medium that breaks
        }
        return file.toByteArray();
    }

    private static void entry(
            ZipOutputStream zip, ByteArrayOutputStream file, String name, byte[] content)
            throws IOException {
        zip.flush();
        ZipEntry entry = new ZipEntry("archive/" + name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        CRC32 crc = new CRC32();
        crc.update(content);
        entry.setCrc(crc.getValue());
        entry.setTimeLocal(ALWAYS);
        int start = file.size() + LOCAL_HEADER + entry.getName().length() + PADDING_HEADER;
        entry.setExtra(padding(Math.floorMod(-start, ALIGNMENT)));
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }

    /** An extra field with PyTorch's own id for it. */
    private static byte[] padding(int bytes) {
        return ByteBuffer.allocate(PADDING_HEADER + bytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put((byte) 'F')
                .put((byte) 'B')
                .putShort((short) bytes)
                .array();
    }

    /**
     * {@code _rebuild_tensor_v2(storage, offset, size, stride, requires_grad, hooks)}, the storage
     * being {@code ("storage", type, key, location, count)} under a persistent id.
     */
    private static byte[] pickle(TensorType type, int rows, int columns) {
        Pickle pickle = new Pickle();
        pickle.global("torch._utils", "_rebuild_tensor_v2").mark();
        pickle.mark().text("storage").global("torch", storageName(type));
        pickle.text("0").text("cpu").number(Math.multiplyExact(rows, columns));
        pickle.tuple().persistentId();
        pickle.number(0);
        pickle.number(rows).number(columns).pair();
        pickle.number(columns).number(1).pair();
        pickle.no();
        pickle.global("collections", "OrderedDict").emptyTuple().call();
        return pickle.tuple().call().end();
    }

    private static String storageName(TensorType type) {
        return switch (type) {
            case FLOAT32 -> "FloatStorage";
            case BFLOAT16 -> "BFloat16Storage";
            case FLOAT16 -> "HalfStorage";
        };
    }

    private static byte[] storage(TensorType type, float[] values) {
        int size = type == TensorType.FLOAT32 ? Float.BYTES : Short.BYTES;
        ByteBuffer bytes =
                ByteBuffer.allocate(Math.multiplyExact(values.length, size))
                        .order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < values.length; i++) {
            float value = values[i];
            boolean finite = Float.isFinite(value);
            switch (type) {
                case FLOAT32 -> bytes.putFloat(value);
                case BFLOAT16 -> {
                    short half = HalfPrecision.bfloat16(value);
                    finite &= (half & 0x7f80) != 0x7f80;
                    bytes.putShort(half);
                }
                case FLOAT16 -> {
                    short half = HalfPrecision.float16(value);
                    finite &= (half & 0x7c00) != 0x7c00;
                    bytes.putShort(half);
                }
            }
            checkArgument(
                    finite,
                    "value %d of the embeddings is %s, which is not finite as %s",
                    i,
                    value,
                    type);
        }
        return bytes.array();
    }
}
