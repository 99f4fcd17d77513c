package io.watchword.sinks.row;

import static io.watchword.contract.Checks.checkArgument;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.watchword.contract.Decoded;
import io.watchword.contract.ErrorCode;
import io.watchword.contract.Event;
import io.watchword.contract.EventCodec;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;

/**
 * An event and the JSON it came as, on one line. The JSON is kept because a newer producer may have
 * written fields that this code does not know.
 */
public record EventJson(Event event, String line) {
    public EventJson {
        checkArgument(oneLine(event.eventId()), "eventId is blank or no single line");
        checkArgument(oneLine(event.streamId()), "streamId is blank or no single line");
        checkArgument(line.indexOf('\n') < 0, "event %s takes two lines", event.eventId());
    }

    /** Reads a record's value: UTF-8, one JSON object. */
    public static Decoded<EventJson> decode(byte[] bytes) {
        String text;
        try {
            text = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            return new Decoded.Invalid<>(ErrorCode.INVALID_RECORD, "event: required UTF-8 text");
        }
        // Inside JSON strings line breaks are escaped, so a bare one only separates tokens.
        String line = text.replace('\r', ' ').replace('\n', ' ').strip();
        // The JSON reader would guess other encodings, and then the line is not what it read.
        if (!line.startsWith("{") || line.indexOf('\0') >= 0) {
            return new Decoded.Invalid<>(
                    ErrorCode.INVALID_RECORD, "event: required a JSON object in UTF-8");
        }
        Decoded<Event> decoded = EventCodec.decode(line.getBytes(UTF_8));
        if (decoded instanceof Decoded.Invalid<Event> invalid) {
            return new Decoded.Invalid<>(invalid.code(), invalid.detail());
        }
        try {
            return new Decoded.Valid<>(
                    new EventJson(((Decoded.Valid<Event>) decoded).value(), line));
        } catch (IllegalArgumentException e) {
            return new Decoded.Invalid<>(ErrorCode.INVALID_RECORD, "event: " + e.getMessage());
        }
    }

    private static boolean oneLine(String id) {
        return !id.isBlank()
                && !id.contains("-->")
                && id.codePoints().noneMatch(Character::isISOControl);
    }
}
