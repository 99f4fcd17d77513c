package io.watchword.deploy.describe;

import io.watchword.contract.Event;
import io.watchword.deploy.terminal.TerminalText;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** The events of one source as lines for people: span, confidence, caption. Pure. */
public final class EventTable {
    private static final int NARROWEST_CAPTION = 20;

    private EventTable() {}

    /**
     * Lays the table out.
     *
     * @param width characters a line may have; captions are broken at spaces to fit
     */
    public static String of(String source, List<Event> events, int width) {
        StringBuilder table = new StringBuilder(TerminalText.clean(source)).append('\n');
        List<Event> ordered =
                events.stream()
                        .sorted(
                                Comparator.comparingLong((Event event) -> event.span().startUs())
                                        .thenComparingLong(event -> event.span().endUs()))
                        .toList();
        if (ordered.isEmpty()) {
            table.append("  no events\n");
        }
        for (Event event : ordered) {
            String left =
                    String.format(
                            Locale.ROOT,
                            "  %s - %s  %.2f  ",
                            TerminalText.time(event.span().startUs()),
                            TerminalText.time(event.span().endUs()),
                            event.confidence());
            List<String> lines =
                    TerminalText.wrap(
                            TerminalText.clean(event.caption()),
                            Math.max(NARROWEST_CAPTION, width - left.length()));
            table.append(left).append(lines.get(0)).append('\n');
            for (String more : lines.subList(1, lines.size())) {
                table.append(" ".repeat(left.length())).append(more).append('\n');
            }
        }
        return table.toString();
    }
}
