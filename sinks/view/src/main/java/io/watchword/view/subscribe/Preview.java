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
 * @param byRecording whether nothing happened in the span by the clock, and what was recorded in it
 *     was looked at instead: old files are, when they were put in just now
 */
public record Preview(
        List<Hit> hits, int looked, int found, boolean cutShort, boolean byRecording) {
    public Preview {
        hits = List.copyOf(hits);
    }
}
