package io.watchword.ingest.rtsp;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchword.ingest.testing.FakeRtspServer;
import io.watchword.ingest.testing.RtpRecording;
import io.watchword.ingest.testing.RtspFaults;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that rely on the fake camera rely on this. */
class RtpRecordingTest {
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void numbersAndTimestampsGoOnFromPassToPass(boolean old) {
        RtpRecording recording = old ? Recordings.oldCamera() : Recordings.camera();

        for (int medium = 0; medium < 2; medium++) {
            int clockHz = recording.media().get(medium).clockHz();
            List<ByteBuffer> packets = packets(recording, medium, 5);
            for (int i = 1; i < packets.size(); i++) {
                int step = packets.get(i).getShort(2) - packets.get(i - 1).getShort(2);
                int ticks = packets.get(i).getInt(4) - packets.get(i - 1).getInt(4);
                assertThat((short) step).isEqualTo((short) 1);
                assertThat(ticks).isBetween(0, clockHz / 7); // a frame, and a pass's rounding
            }
        }
    }

    @Test
    void playsPicturesAndSoundTogether() {
        RtpRecording recording = Recordings.camera();

        assertThat(recording.media()).hasSize(2);
        assertThat(recording.media().get(0).startUs()).isLessThan(30_000);
        assertThat(recording.media().get(1).startUs()).isLessThan(30_000);
        assertThat(recording.lengthUs()).isBetween(2_000_000L, 2_100_000L);
        assertThat(recording.packets())
                .isSortedAccordingTo((a, b) -> Long.compare(a.dueUs(), b.dueUs()));
    }

    @Test
    void losesAndReordersTheSamePacketsForTheSameSeed() throws Exception {
        RtspFaults faults = RtspFaults.none().loss(7, 50).reorder(7, 50).passes(2).speed(8);
        List<List<Short>> received = new ArrayList<>();
        try (FakeRtspServer server =
                FakeRtspServer.serving(Recordings.camera()).faults(faults).start()) {
            for (int i = 0; i < 2; i++) {
                try (Fetching fetching = Fetching.from(server.url()).start()) {
                    fetching.result();
                    received.add(
                            fetching.log().rtp(96).stream()
                                    .map(packet -> ByteBuffer.wrap(packet).getShort(2))
                                    .toList());
                }
            }
        }

        assertThat(received.get(0)).isEqualTo(received.get(1));
        int sent = packets(Recordings.camera(), 0, 2).size();
        assertThat(received.get(0).size()).isBetween(sent * 8 / 10, sent - 1);
        assertThat(received.get(0)).isNotEqualTo(received.get(0).stream().sorted().toList());
    }

    private static List<ByteBuffer> packets(RtpRecording recording, int medium, int passes) {
        List<ByteBuffer> packets = new ArrayList<>();
        for (long i = 0; i < (long) passes * recording.packets().size(); i++) {
            if (recording.medium(i) == medium) {
                packets.add(ByteBuffer.wrap(recording.bytes(i)));
            }
        }
        return packets;
    }
}
