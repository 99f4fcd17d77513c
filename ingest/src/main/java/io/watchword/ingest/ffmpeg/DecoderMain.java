package io.watchword.ingest.ffmpeg;

import io.watchword.contract.Decoded;
import io.watchword.contract.ErrorCode;
import io.watchword.ingest.child.ChildCommand;
import io.watchword.ingest.child.FrameSource;
import io.watchword.ingest.child.OrderCodec;
import io.watchword.ingest.child.ReportCodec;
import io.watchword.ingest.child.ShedLevel;
import io.watchword.ingest.decode.DecodeOrder;
import io.watchword.ingest.decode.DecoderReport;
import io.watchword.ingest.decode.ReadResult;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The decoder process: reads the source from standard input, as its only argument orders, and
 * writes reports to standard output. Ends with its parent.
 */
public final class DecoderMain {
    private static final int BUFFER_BYTES = 1 << 16;

    private DecoderMain() {}

    public static void main(String[] args) {
        DataOutputStream out =
                new DataOutputStream(
                        new BufferedOutputStream(
                                new FileOutputStream(FileDescriptor.out), BUFFER_BYTES));
        System.setOut(System.err); // reports alone go there
        Runtime.getRuntime().halt(run(args, out));
    }

    private static int run(String[] args, DataOutputStream out) {
        try {
            ParentWatch.start();
            Ffmpeg.load();
            if (args.length == 1 && args[0].equals(ChildCommand.PROBE)) {
                MachineProbe.ask().write(out);
                return 0;
            }
            if (args.length != 1
                    || !(OrderCodec.decode(args[0])
                            instanceof Decoded.Valid<OrderCodec.Started> valid)) {
                return ChildCommand.EXIT_NO_ORDER;
            }
            decode(valid.value(), out);
            return 0;
        } catch (OutOfMemoryError e) {
            return ChildCommand.EXIT_MEMORY;
        } catch (IOException | UncheckedIOException e) {
            return ChildCommand.EXIT_PARENT_GONE;
        }
    }

    private static void decode(OrderCodec.Started started, DataOutputStream out)
            throws IOException {
        Consumer<DecoderReport> reports = report -> write(out, report);
        DecodeOrder order = started.order();
        ReadResult result;
        if (started.file()) {
            result =
                    SourceReader.read(
                            new MediaInput.OfDescriptor(0),
                            order,
                            () -> ShedLevel.NOTHING,
                            System::nanoTime,
                            reports);
        } else {
            result = decodeFrames(order, reports);
        }
        write(out, new DecoderReport.Ended(result));
    }

    private static ReadResult decodeFrames(DecodeOrder order, Consumer<DecoderReport> reports)
            throws IOException {
        Optional<FrameSource> source =
                FrameSource.open(
                        new DataInputStream(
                                new BufferedInputStream(
                                        new FileInputStream(FileDescriptor.in), BUFFER_BYTES)));
        if (source.isEmpty()) {
            return new ReadResult.Failed(ErrorCode.UNREADABLE, "nothing came", 0);
        }
        return SourceReader.read(
                new MediaInput.OfFrames(source.get()),
                order,
                source.get()::level,
                System::nanoTime,
                reports);
    }

    private static void write(DataOutputStream out, DecoderReport report) {
        try {
            ReportCodec.write(out, report);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
