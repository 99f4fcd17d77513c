package io.watchword.view.subscribe;

import io.watchword.contract.Hit;
import java.util.List;

/**
 * What a subscription would have caught.
 *
 * @param hits the newest, in the order in which they happened
 * @param looked at so many events
 * @param found so many hits in all
 * @param cutShort whether the span holds more events than are looked at; the newest were
 * @param toldLate at how many of them for when they were told and not for when they happened: old
 *     files, when they were put in just now
 */
public record Preview(List<Hit> hits, int looked, int found, boolean cutShort, int toldLate) {
    public Preview {
        hits = List.copyOf(hits);
    }

    /** Whether all that was looked at happened before the span. */
    public boolean byRecording() {
        return looked > 0 && toldLate == looked;
    }
}
