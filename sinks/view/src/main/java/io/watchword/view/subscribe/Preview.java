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
 */
public record Preview(List<Hit> hits, int looked, int found, boolean cutShort) {
    public Preview {
        hits = List.copyOf(hits);
    }
}
