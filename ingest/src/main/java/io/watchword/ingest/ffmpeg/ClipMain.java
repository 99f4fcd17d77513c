package io.watchword.ingest.ffmpeg;

import io.watchword.ingest.child.ClipOrder;
import io.watchword.ingest.child.ClipOutcome;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;

/** The process that makes one clip: the order comes on stdin, what became of it goes to stdout. */
public final class ClipMain {
    private ClipMain() {}

    public static void main(String[] args) throws IOException {
        try (DataInputStream in = new DataInputStream(System.in);
                DataOutputStream out =
                        new DataOutputStream(new FileOutputStream(FileDescriptor.out))) {
            System.setOut(System.err); // nothing else may be written there
            make(ClipOrder.read(in)).write(out);
        }
    }

    static ClipOutcome make(ClipOrder order) {
        ClipExport.Result result =
                ClipExport.exportPlayable(
                        order.pieces().stream()
                                .map(piece -> new ClipExport.Piece(piece.file(), piece.span()))
                                .toList(),
                        order.wanted(),
                        order.out());
        if (result instanceof ClipExport.Result.Written written) {
            return new ClipOutcome.Written(written.span());
        }
        if (result instanceof ClipExport.Result.Unplayable unplayable) {
            return new ClipOutcome.Unplayable(unplayable.codec());
        }
        return new ClipOutcome.Refused(((ClipExport.Result.Refused) result).why());
    }
}
