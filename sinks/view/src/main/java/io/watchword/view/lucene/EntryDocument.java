package io.watchword.view.lucene;

import static io.watchword.contract.Checks.checkState;

import io.watchword.contract.Decoded;
import io.watchword.contract.Event;
import io.watchword.contract.EventCodec;
import io.watchword.view.timeline.EvidenceVectors;
import io.watchword.view.timeline.Position;
import io.watchword.view.timeline.TimelineEntry;
import io.watchword.view.timeline.UnixTime;
import java.util.Optional;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.util.BytesRef;

/** An entry as a document, and back; its vectors stay in the index. */
final class EntryDocument {
    static final String ID = "id";
    static final String STREAM = "stream";
    static final String LABEL = "label";
    static final String WORDS = "words";
    static final String WHEN = "when";
    static final String RECORDED = "recorded";

    /** Counts up with every entry that is taken. */
    static final String NUMBER = "number";

    private static final String EVENT = "event";
    private static final String STARTS = "starts";
    private static final String PARTITION = "partition";
    private static final String OFFSET = "offset";

    private EntryDocument() {}

    static Document of(TimelineEntry entry, long number) {
        Event event = entry.event();
        Document document = new Document();
        document.add(new StringField(ID, event.eventId(), Field.Store.NO));
        document.add(new SortedDocValuesField(ID, new BytesRef(event.eventId())));
        document.add(new StringField(STREAM, event.streamId(), Field.Store.NO));
        document.add(new TextField(WORDS, event.caption(), Field.Store.NO));
        document.add(new TextField(WORDS, names(event), Field.Store.NO));
        event.labels().stream()
                .distinct()
                .forEach(label -> document.add(new StringField(LABEL, label, Field.Store.NO)));
        long whenUs = UnixTime.us(entry.when());
        document.add(new LongPoint(WHEN, whenUs));
        document.add(new NumericDocValuesField(WHEN, whenUs));
        long recordedUs = UnixTime.us(entry.recordedAt());
        document.add(new LongPoint(RECORDED, recordedUs));
        document.add(new StoredField(RECORDED, recordedUs));
        document.add(new LongPoint(NUMBER, number));
        document.add(new NumericDocValuesField(NUMBER, number));
        document.add(new StoredField(EVENT, EventCodec.encode(event)));
        entry.startsAt().ifPresent(at -> document.add(new StoredField(STARTS, UnixTime.us(at))));
        document.add(new StoredField(PARTITION, entry.position().partition()));
        document.add(new StoredField(OFFSET, entry.position().offset()));
        VectorFields.add(entry.vectors(), document);
        return document;
    }

    /** What an event can be found by beside its caption. */
    static String names(Event event) {
        String source = event.source().equals(event.streamId()) ? "" : " " + event.source();
        return event.streamId() + source + " " + String.join(" ", event.labels());
    }

    static TimelineEntry entry(Document stored) {
        Decoded<Event> event = EventCodec.decode(bytes(stored.getBinaryValue(EVENT)));
        checkState(event instanceof Decoded.Valid<Event>, "the index holds no event: %s", event);
        return new TimelineEntry(
                ((Decoded.Valid<Event>) event).value(),
                Optional.ofNullable(stored.getField(STARTS))
                        .map(field -> UnixTime.instant(field.numericValue().longValue())),
                UnixTime.instant(number(stored, RECORDED)),
                EvidenceVectors.NONE,
                new Position((int) number(stored, PARTITION), number(stored, OFFSET)));
    }

    private static byte[] bytes(BytesRef stored) {
        byte[] bytes = new byte[stored.length];
        System.arraycopy(stored.bytes, stored.offset, bytes, 0, stored.length);
        return bytes;
    }

    private static long number(Document stored, String field) {
        return stored.getField(field).numericValue().longValue();
    }
}
