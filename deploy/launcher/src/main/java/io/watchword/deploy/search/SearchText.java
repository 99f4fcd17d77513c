package io.watchword.deploy.search;

import io.watchword.deploy.terminal.TerminalText;
import io.watchword.proto.v1.FindResponse;
import io.watchword.proto.v1.FoundEvent;
import io.watchword.proto.v1.SnippetPiece;
import io.watchword.proto.v1.TimelineEvent;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * Hits as lines for people: when, where, why and which, then the caption; on a terminal with the
 * words that matched in bold. Captions and names are cleaned of control characters. Pure.
 */
final class SearchText {
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);
    private static final String INDENT = "    ";
    private static final String BOLD = "\u001b[1m";
    private static final String PLAIN = "\u001b[0m";

    private final ZoneId zone;
    private final boolean terminal;

    /**
     * @param width of a line; very many where nobody reads
     */
    SearchText(ZoneId zone, int width) {
        this.zone = zone;
        this.terminal = width < Integer.MAX_VALUE;
    }

    String of(FindResponse found) {
        StringBuilder text = new StringBuilder();
        for (FoundEvent hit : found.getHitsList()) {
            text.append(when(hit.getEvent()))
                    .append("  ")
                    .append(TerminalText.clean(hit.getEvent().getStreamId()))
                    .append("  ")
                    .append(TerminalText.clean(hit.getEvent().getEventId()));
            if (hit.hasLikeness()) {
                text.append(String.format(Locale.ROOT, "  likeness %.2f", hit.getLikeness()));
            }
            text.append('\n').append(INDENT);
            hit.getSnippetList().forEach(piece -> piece(piece, text));
            text.append('\n');
        }
        return text.toString();
    }

    /** How to go on behind these hits. */
    static String more(String next) {
        return "there is more: the same search with --page " + next;
    }

    /** On the wall clock, or how far into a recording. */
    private String when(TimelineEvent event) {
        return event.hasStartsAtUnixUs()
                ? CLOCK.format(
                        Instant.EPOCH
                                .plus(event.getStartsAtUnixUs(), ChronoUnit.MICROS)
                                .atZone(zone))
                : TerminalText.time(event.getStartUs())
                        + " - "
                        + TerminalText.time(event.getEndUs());
    }

    private void piece(SnippetPiece piece, StringBuilder text) {
        String clean = TerminalText.clean(piece.getText().replace('\n', ' '));
        text.append(terminal && piece.getMatch() ? BOLD + clean + PLAIN : clean);
    }
}
