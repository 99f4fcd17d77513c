package io.watchword.view.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.watchword.contract.TimeSpan;
import io.watchword.view.access.Need;
import io.watchword.view.access.Rights;
import io.watchword.view.media.Clip;
import io.watchword.view.media.MotionTrace;
import io.watchword.view.media.UnplayableException;
import io.watchword.view.timeline.TimelineEntry;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;

/** What lies behind events: pictures, recordings, what moved and how loud it was. */
final class MediaRoutes {
    /** Of a trace: longer events are drawn from their beginning. */
    private static final long MAX_TRACE_US = 60_000_000;

    private final Supplier<ViewParts> parts;

    MediaRoutes(Supplier<ViewParts> parts) {
        this.parts = parts;
    }

    List<Route> routes() {
        List<Parameter> event = List.of(Parameter.path("id", "The event."));
        return List.of(
                Route.get(
                        "/api/v1/streams/{id}/picture",
                        "The newest key frame of a stream.",
                        Need.READ,
                        List.of(Parameter.path("id", "The stream.")),
                        Route.Answer.of("image/jpeg"),
                        this::latest),
                Route.get(
                        "/api/v1/events/{id}/keyframe",
                        "The key frame that an event rests on.",
                        Need.READ,
                        event,
                        Route.Answer.of("image/jpeg"),
                        this::keyframe),
                Route.get(
                        "/api/v1/events/{id}/clip",
                        "The recording of an event; takes ranges. Clip-Start-Us is the media"
                                + " time at which the file begins.",
                        Need.READ,
                        event,
                        Route.Answer.of("video/mp4"),
                        this::clip),
                Route.get(
                        "/api/v1/events/{id}/trace",
                        "What moved and how loud it was, at most the first minute.",
                        Need.READ,
                        event,
                        Route.Answer.json("Trace"),
                        this::trace));
    }

    private void latest(Context request, Rights rights) {
        String streamId = request.pathParam("id");
        byte[] jpeg =
                (rights.mayRead(streamId)
                                ? parts.get().media().keyframes().latest(streamId)
                                : java.util.Optional.<byte[]>empty())
                        .orElseThrow(() -> Problem.notFound("there is no picture of this stream"));
        Tagged.answer(request, "image/jpeg", jpeg, "no-cache");
    }

    private void keyframe(Context request, Rights rights) {
        TimelineEntry entry = EventsRoutes.entry(parts.get(), request, rights);
        long ptsUs = entry.event().evidence().keyframePtsUs();
        byte[] jpeg =
                parts.get()
                        .media()
                        .keyframes()
                        .at(
                                entry.event().streamId(),
                                ptsUs < 0 ? entry.event().span().startUs() : ptsUs,
                                entry.recordedAt())
                        .orElseThrow(() -> Problem.notFound("the picture is not kept any more"));
        Tagged.answer(request, "image/jpeg", jpeg, "private, max-age=3600");
    }

    private void clip(Context request, Rights rights) throws IOException {
        TimelineEntry entry = EventsRoutes.entry(parts.get(), request, rights);
        try {
            Clip clip =
                    parts.get()
                            .media()
                            .clips()
                            .clip(entry.event().streamId(), entry.event().span())
                            .orElseThrow(() -> Problem.notFound("nothing of it is recorded"));
            request.header("Clip-Start-Us", Long.toString(clip.span().startUs()))
                    .header("Clip-End-Us", Long.toString(clip.span().endUs()));
            RangedFile.answer(request, "video/mp4", clip.file());
        } catch (UnplayableException e) {
            throw new Problem(415, "UNPLAYABLE", String.valueOf(e.getMessage()));
        }
    }

    private void trace(Context request, Rights rights) {
        TimelineEntry entry = EventsRoutes.entry(parts.get(), request, rights);
        TimeSpan whole = entry.event().span();
        TimeSpan span =
                new TimeSpan(
                        whole.startUs(), Math.min(whole.endUs(), whole.startUs() + MAX_TRACE_US));
        MotionTrace trace =
                parts.get()
                        .media()
                        .traces()
                        .trace(entry.event().streamId(), span, entry.recordedAt())
                        .orElseThrow(() -> Problem.notFound("it is not kept any more"));
        Json.answer(request, json(trace));
    }

    static ObjectNode json(MotionTrace trace) {
        ObjectNode node = Json.object();
        node.put("startUs", trace.span().startUs());
        node.put("endUs", trace.span().endUs());
        node.put("stepUs", trace.stepUs());
        node.put("rows", trace.rows());
        node.put("columns", trace.columns());
        ArrayNode motion = node.putArray("motion");
        int cells = trace.rows() * trace.columns();
        for (int from = 0; cells > 0 && from < trace.motion().length; from += 2 * cells) {
            ArrayNode step = motion.addArray();
            for (int cell = 0; cell < cells; cell++) {
                put(step, trace.motion()[from + cell]);
                put(step, trace.motion()[from + cells + cell]);
            }
        }
        node.put("loudnessStepUs", trace.loudnessStepUs());
        ArrayNode loudness = node.putArray("loudnessDbfs");
        for (float level : trace.loudnessDbfs()) {
            loudness.add(Math.round(level * 10) / 10.0);
        }
        return node;
    }

    /** Most cells stand still, and zero is short. */
    private static void put(ArrayNode step, float pixels) {
        if (pixels == Math.rint(pixels)) {
            step.add((int) pixels);
        } else {
            step.add(pixels);
        }
    }
}
