package io.watchword.bench;

import static io.watchword.contract.Checks.checkArgument;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * One NumPy array on disk (format 1.0), written row by row; the number of rows is filled in on
 * close. Not thread-safe.
 */
public final class NpyFile implements AutoCloseable {
    private static final int HEADER_BYTES = 128;

    private final RandomAccessFile file;
    private final OutputStream out;
    private final String type;
    private final String rowShape;
    private final int rowBytes;
    private int rows;

    /**
     * Starts an array of shape (rows, row...).
     *
     * @param type NumPy's name of the element type, little-endian: {@code |u1}, {@code <i2}, {@code
     *     <f4}
     * @param row shape of one row
     */
    public NpyFile(Path path, String type, int... row) throws IOException {
        this.type = type;
        StringBuilder shape = new StringBuilder();
        int elements = 1;
        for (int size : row) {
            shape.append(", ").append(size);
            elements *= size;
        }
        rowShape = row.length == 0 ? "," : shape.toString();
        rowBytes = elements * (type.charAt(2) - '0');
        file = new RandomAccessFile(path.toFile(), "rw");
        file.setLength(0);
        file.write(header(0));
        out = new BufferedOutputStream(Channels.newOutputStream(file.getChannel()), 1 << 16);
    }

    /** Rows written so far. */
    public int rows() {
        return rows;
    }

    public void add(byte... row) throws IOException {
        checkArgument(
                row.length == rowBytes, "row has %d bytes, %d are needed", row.length, rowBytes);
        out.write(row);
        rows++;
    }

    public void add(short[] row) throws IOException {
        byte[] bytes = new byte[row.length * Short.BYTES];
        littleEndian(bytes).asShortBuffer().put(row);
        add(bytes);
    }

    public void add(long[] row) throws IOException {
        byte[] bytes = new byte[row.length * Long.BYTES];
        littleEndian(bytes).asLongBuffer().put(row);
        add(bytes);
    }

    public void add(float[] row) throws IOException {
        byte[] bytes = new byte[row.length * Float.BYTES];
        littleEndian(bytes).asFloatBuffer().put(row);
        add(bytes);
    }

    private static ByteBuffer littleEndian(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private byte[] header(int count) {
        String text =
                "{'descr': '"
                        + type
                        + "', 'fortran_order': False, 'shape': ("
                        + count
                        + rowShape
                        + "), }";
        byte[] header = new byte[HEADER_BYTES];
        Arrays.fill(header, (byte) ' ');
        byte[] magic = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) (HEADER_BYTES - 10), 0};
        System.arraycopy(magic, 0, header, 0, magic.length);
        byte[] ascii = text.getBytes(US_ASCII);
        System.arraycopy(ascii, 0, header, magic.length, ascii.length);
        header[HEADER_BYTES - 1] = '\n';
        return header;
    }

    @Override
    public void close() throws IOException {
        try (file) {
            out.flush();
            file.seek(0);
            file.write(header(rows));
        }
    }
}
