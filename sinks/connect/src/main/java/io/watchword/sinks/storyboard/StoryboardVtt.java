package io.watchword.sinks.storyboard;

import static io.watchword.contract.Checks.checkArgument;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.watchword.sinks.vtt.VttText;
import java.util.Iterator;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Pure: a thumbnails track in WebVTT: each cue names a sheet and a rectangle of it, {@code
 * car.mp4.storyboard-1.jpg#xywh=160,0,160,90}. A note holds what a later run needs to go on.
 *
 * @param endUs where the stream ended as far as it is known
 * @param ptsUsBySlot the picture that stands for each slot
 */
record StoryboardVtt(
        String streamId,
        String source,
        Grid grid,
        long endUs,
        SortedMap<Integer, Long> ptsUsBySlot) {
    /** How a file that we wrote begins. */
    static final String SIGNATURE = "WEBVTT\n\nNOTE watchword-storyboard ";

    private static final ObjectMapper JSON = new ObjectMapper();

    StoryboardVtt {
        requireNonNull(streamId, "streamId is null");
        requireNonNull(source, "source is null");
        ptsUsBySlot = new TreeMap<>(ptsUsBySlot);
    }

    /**
     * @param stem what the sheets' names begin with, as an address relative to this file
     */
    String render(String stem) {
        StringBuilder text = new StringBuilder(SIGNATURE).append(note()).append('\n');
        Iterator<Integer> slots = ptsUsBySlot.keySet().iterator();
        int slot = slots.hasNext() ? slots.next() : -1;
        while (slot >= 0) {
            int next = slots.hasNext() ? slots.next() : -1;
            long startUs = slot * grid.intervalUs();
            long afterUs = next < 0 ? endUs : next * grid.intervalUs();
            text.append('\n').append(VttText.times(startUs, Math.max(startUs + 1, afterUs)));
            text.append('\n').append(sheetName(stem, Grid.sheet(slot)));
            text.append("#xywh=").append(grid.x(slot)).append(',').append(grid.y(slot));
            text.append(',').append(grid.cellWidthPx()).append(',').append(grid.cellHeightPx());
            text.append('\n');
            slot = next;
        }
        return text.toString();
    }

    static String sheetName(String stem, int sheet) {
        return stem + "-" + (sheet + 1) + ".jpg";
    }

    /** A note ends at {@code -->}; in JSON a {@code >} stands in strings only. */
    private String note() {
        ObjectNode note = JSON.createObjectNode();
        note.put("streamId", streamId).put("source", source).put("intervalUs", grid.intervalUs());
        note.put("cellWidthPx", grid.cellWidthPx()).put("cellHeightPx", grid.cellHeightPx());
        note.put("endUs", endUs);
        ArrayNode pts = note.putArray("ptsUs");
        ptsUsBySlot.values().forEach(pts::add);
        try {
            return JSON.writeValueAsString(note).replace(">", "\\u003e");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("these facts are no JSON", e);
        }
    }

    /**
     * Reads back what {@link #render} wrote; the cues follow from the note.
     *
     * @throws IllegalArgumentException saying what it did not write
     */
    static StoryboardVtt parse(String text) {
        checkArgument(text.startsWith(SIGNATURE), "the file does not begin as ours do");
        int end = text.indexOf('\n', SIGNATURE.length());
        checkArgument(end > 0, "the file ends in its note");
        JsonNode note;
        try {
            note = JSON.readTree(text.substring(SIGNATURE.length(), end));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the note is no JSON", e);
        }
        Grid grid =
                new Grid(
                        note.path("intervalUs").asLong(),
                        note.path("cellWidthPx").asInt(),
                        note.path("cellHeightPx").asInt());
        SortedMap<Integer, Long> slots = new TreeMap<>();
        note.path("ptsUs").forEach(pts -> slots.put(grid.slot(pts.asLong()), pts.asLong()));
        checkArgument(note.path("streamId").isTextual(), "streamId is missing or no text");
        return new StoryboardVtt(
                note.path("streamId").asText(),
                note.path("source").asText(),
                grid,
                note.path("endUs").asLong(),
                slots);
    }
}
