package io.watchword.ingest.child;

import static io.watchword.contract.Checks.checkArgument;

import io.watchword.contract.TimeSpan;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A clip that browsers can play, as a process of its own is told to make it.
 *
 * @param pieces files that have some of the span
 * @param wanted on the clock of the stream
 */
public record ClipOrder(List<Piece> pieces, TimeSpan wanted, Path out) {
    private static final int MOST_PIECES = 10_000;

    /** Where a recorded file lies, and its place on the stream's clock. */
    public record Piece(Path file, TimeSpan span) {}

    public ClipOrder {
        pieces = List.copyOf(pieces);
        checkArgument(
                pieces.size() <= MOST_PIECES,
                "%d pieces, required at most %d",
                pieces.size(),
                MOST_PIECES);
    }

    void write(DataOutputStream to) throws IOException {
        to.writeLong(wanted.startUs());
        to.writeLong(wanted.endUs());
        to.writeUTF(out.toString());
        to.writeInt(pieces.size());
        for (Piece piece : pieces) {
            to.writeLong(piece.span().startUs());
            to.writeLong(piece.span().endUs());
            to.writeUTF(piece.file().toString());
        }
    }

    /** Reads what {@link #write} wrote. */
    public static ClipOrder read(DataInputStream from) throws IOException {
        TimeSpan wanted = new TimeSpan(from.readLong(), from.readLong());
        Path out = Path.of(from.readUTF());
        int count = from.readInt();
        checkArgument(count >= 0 && count <= MOST_PIECES, "%d pieces", count);
        List<Piece> pieces = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            TimeSpan span = new TimeSpan(from.readLong(), from.readLong());
            pieces.add(new Piece(Path.of(from.readUTF()), span));
        }
        return new ClipOrder(pieces, wanted, out);
    }
}
