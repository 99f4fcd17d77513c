package io.watchword.sinks.storyboard;

import io.watchword.contract.Keyframe;
import io.watchword.contract.Segment;
import io.watchword.contract.TimeSpan;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Optional;

/** Segments of two seconds with one key frame of one colour each, for tests. */
public final class SampleSegments {
    private SampleSegments() {}

    public static Segment segment(int sequence, Color colour) {
        return segment("car-1a2b3c4d", "car.mp4", 0, sequence, jpeg(colour, 320, 180));
    }

    public static Segment segment(
            String streamId, String source, long epoch, int sequence, byte[] jpeg) {
        long startUs = sequence * 2_000_000L;
        return new Segment(
                streamId,
                streamId + "/" + epoch + "/" + sequence,
                source,
                epoch,
                sequence,
                new TimeSpan(startUs, startUs + 2_000_000),
                Optional.empty(),
                Optional.empty(),
                List.of(new Keyframe(startUs, jpeg, false, 320, 180)),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                0,
                false,
                false);
    }

    public static byte[] jpeg(Color colour, int widthPx, int heightPx) {
        BufferedImage image = Picture.blank(widthPx, heightPx);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(colour);
        graphics.fillRect(0, 0, widthPx, heightPx);
        graphics.dispose();
        return Picture.encode(image);
    }
}
