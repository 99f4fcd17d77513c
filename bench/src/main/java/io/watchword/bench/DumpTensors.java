package io.watchword.bench;

import io.watchword.contract.Decoded;
import io.watchword.contract.Ids;
import io.watchword.contract.Segment;
import io.watchword.contract.SegmentCodec;
import io.watchword.encoders.preprocess.SegmentTensors;
import io.watchword.ingest.decode.DecodeConfig;
import io.watchword.ingest.decode.ReadResult;
import io.watchword.ingest.ffmpeg.FileSegmentReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Makes training data from clips by the path that a clip takes in use: real ingest, segments to
 * bytes and back, the encoders' own preprocessing. One thread; run several for several cores.
 *
 * <p>{@code DumpTensors OUTDIR SHARDNAME FILE...}; {@code @LIST} reads file names from a file, one
 * a line.
 */
public final class DumpTensors {
    /** Shorter pieces at the end of a clip are left out. */
    private static final long MIN_SEGMENT_US = 700_000;

    private final TensorShard shard;

    private DumpTensors(TensorShard shard) {
        this.shard = shard;
    }

    public static void main(String[] args) throws IOException {
        if (args.length < 3) {
            System.err.println("usage: DumpTensors OUTDIR SHARDNAME FILE...|@LIST");
            System.exit(2);
        }
        List<Path> files = TensorFiles.named(Arrays.asList(args).subList(2, args.length));
        run(Path.of(args[0]), args[1], files, System.out);
    }

    /** Writes one shard and says how fast. */
    static void run(Path directory, String name, List<Path> files, PrintStream report)
            throws IOException {
        long startNs = System.nanoTime();
        int failed = 0;
        int rows;
        try (TensorShard shard = new TensorShard(directory, name)) {
            DumpTensors dump = new DumpTensors(shard);
            for (Path file : files) {
                int first = shard.rows();
                String problem = dump.read(file);
                shard.indexFile(file, first, problem);
                if (!problem.isEmpty()) {
                    failed++;
                    report.println(file + ": " + problem);
                }
            }
            rows = shard.rows();
        }
        double seconds = (System.nanoTime() - startNs) / 1e9;
        report.printf(
                "%s: %d files, %d segments, %d failed, %.1f s, %.2f files/s%n",
                name, files.size(), rows, failed, seconds, files.size() / seconds);
    }

    /** Returns what went wrong; empty when all is well. */
    private String read(Path file) {
        StringBuilder problem = new StringBuilder();
        String streamId = Ids.fileStreamId(String.valueOf(file.getFileName()), "00000000");
        ReadResult result =
                FileSegmentReader.read(
                        file,
                        streamId,
                        file.toString(),
                        DecodeConfig.DEFAULT,
                        segment -> problem.append(add(segment)));
        if (result instanceof ReadResult.Failed failure) {
            problem.append(failure.code()).append(": ").append(failure.detail());
        }
        return problem.toString();
    }

    private String add(Segment written) {
        Decoded<Segment> read = SegmentCodec.decode(SegmentCodec.encode(written));
        if (read instanceof Decoded.Invalid<Segment> invalid) {
            return invalid.detail();
        }
        Segment segment = ((Decoded.Valid<Segment>) read).value();
        if (segment.last() || segment.span().durationUs() < MIN_SEGMENT_US) {
            return "";
        }
        Decoded<SegmentTensors> tensors = TensorShard.PREPROCESSOR.prepare(segment);
        if (tensors instanceof Decoded.Invalid<SegmentTensors> invalid) {
            return invalid.detail();
        }
        try {
            shard.add(segment, ((Decoded.Valid<SegmentTensors>) tensors).value());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return "";
    }
}
