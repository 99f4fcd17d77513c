package io.watchword.view.http;

import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A file, or the one range of it that a player asks for. */
final class RangedFile {
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");
    private static final int BLOCK_BYTES = 64 * 1024;

    private RangedFile() {}

    /** Of the bytes of a file, {@code [from, to)}. */
    record Range(long from, long to) {}

    static void answer(Context request, String type, Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) { // stays readable if it is deleted
            long size = channel.size();
            String tag = "\"%x-%x\"".formatted(Files.getLastModifiedTime(file).toMillis(), size);
            HttpServletResponse response = request.res();
            response.setContentType(type);
            response.setHeader("ETag", tag);
            response.setHeader("Accept-Ranges", "bytes");
            response.setHeader("Cache-Control", "private, max-age=600");
            String condition = request.header("If-Range");
            String asked = request.header("Range");
            Range range = new Range(0, size);
            if (asked != null && (condition == null || condition.equals(tag))) {
                Optional<Range> found = range(asked, size);
                if (found.isEmpty()) {
                    response.setHeader("Content-Range", "bytes */" + size);
                    throw new Problem(416, "RANGE_NOT_SATISFIABLE", "the file ends before that");
                }
                if (!found.get().equals(range) || asked.startsWith("bytes=0-")) {
                    response.setStatus(206);
                    response.setHeader(
                            "Content-Range",
                            "bytes %d-%d/%d"
                                    .formatted(found.get().from(), found.get().to() - 1, size));
                }
                range = found.get();
            }
            response.setContentLengthLong(range.to() - range.from());
            if (!request.req().getMethod().equals("HEAD")) {
                copy(channel, range, response.getOutputStream());
            }
        }
    }

    /** One range; several at once, or another unit, mean the whole file, as the standard allows. */
    static Optional<Range> range(String asked, long size) {
        Matcher matcher = RANGE.matcher(asked.strip());
        if (!matcher.matches() || (matcher.group(1) + matcher.group(2)).isEmpty()) {
            return Optional.of(new Range(0, size));
        }
        if (matcher.group(1).isEmpty()) {
            long last = Math.min(size, Long.parseLong(matcher.group(2)));
            return last == 0 ? Optional.empty() : Optional.of(new Range(size - last, size));
        }
        long from = Long.parseLong(matcher.group(1));
        long to =
                matcher.group(2).isEmpty()
                        ? size
                        : Math.min(size, Long.parseLong(matcher.group(2)) + 1);
        return from >= to ? Optional.empty() : Optional.of(new Range(from, to));
    }

    private static void copy(FileChannel channel, Range range, OutputStream out)
            throws IOException {
        ByteBuffer block = ByteBuffer.allocate(BLOCK_BYTES);
        long at = range.from();
        while (at < range.to()) {
            block.clear().limit((int) Math.min(BLOCK_BYTES, range.to() - at));
            int read = channel.read(block, at);
            if (read < 0) {
                throw new IOException("the file ends early");
            }
            out.write(block.array(), 0, read);
            at += read;
        }
    }
}
