package io.watchword.ingest.rtsp;

import io.watchword.ingest.ffmpeg.TestClip;
import io.watchword.ingest.testing.RtpRecording;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the tests' server plays: two seconds of pictures and a tone. */
final class Recordings {
    private static final RtpRecording CAMERA = record("mp4", "-c:v", "libopenh264", "-c:a", "aac");
    private static final RtpRecording OLD_CAMERA =
            record("mkv", "-c:a", "pcm_alaw", "-ar", "8000", "-g", "15");

    private Recordings() {}

    /** H.264 and AAC. */
    static RtpRecording camera() {
        return CAMERA;
    }

    /** MPEG-4 part 2 and A-law. */
    static RtpRecording oldCamera() {
        return OLD_CAMERA;
    }

    private static RtpRecording record(String container, String... options) {
        try {
            Path clip = Files.createTempFile("camera", "." + container);
            TestClip.make()
                    .video(320, 180, 30, (frame, x, y) -> (x + 8 * frame ^ y) & 0xff)
                    .fps(15)
                    .sound(2, t -> 0.5 * Math.sin(2 * Math.PI * 440 * t))
                    .with(options)
                    .write(clip);
            RtpRecording recording = RtpRecording.of(clip);
            Files.delete(clip);
            return recording;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
