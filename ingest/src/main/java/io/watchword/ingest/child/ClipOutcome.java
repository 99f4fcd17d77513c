package io.watchword.ingest.child;

import io.watchword.contract.TimeSpan;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/** What became of a {@link ClipOrder}. */
public sealed interface ClipOutcome {
    /**
     * @param span what the clip holds; its time 0 is the start
     */
    record Written(TimeSpan span) implements ClipOutcome {}

    /** There is something, and no browser plays it. */
    record Unplayable(String codec) implements ClipOutcome {}

    /** There is no clip. */
    record Refused(String why) implements ClipOutcome {}

    /** Tells it to the process that asked. */
    default void write(DataOutputStream to) throws IOException {
        if (this instanceof Written written) {
            to.writeByte(1);
            to.writeLong(written.span().startUs());
            to.writeLong(written.span().endUs());
        } else if (this instanceof Unplayable unplayable) {
            to.writeByte(2);
            to.writeUTF(unplayable.codec());
        } else {
            to.writeByte(3);
            to.writeUTF(((Refused) this).why());
        }
        to.flush();
    }

    static ClipOutcome read(DataInputStream from) throws IOException {
        return switch (from.readByte()) {
            case 1 -> new Written(new TimeSpan(from.readLong(), from.readLong()));
            case 2 -> new Unplayable(from.readUTF());
            default -> new Refused(from.readUTF());
        };
    }
}
