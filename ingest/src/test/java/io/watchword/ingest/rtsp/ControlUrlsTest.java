package io.watchword.ingest.rtsp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ControlUrlsTest {
    private static final String ASKED = "rtsp://camera.local:554/live/main?key=1";

    @ParameterizedTest
    @CsvSource({
        "rtsp://camera.local/live, trackID=1, rtsp://camera.local/live/trackID=1",
        "rtsp://camera.local/live/, trackID=1, rtsp://camera.local/live/trackID=1",
        "rtsp://camera.local/live?key=1, trackID=1, rtsp://camera.local/live?key=1/trackID=1",
        "rtsp://camera.local:554/live, /track/1, rtsp://camera.local:554/track/1",
        "rtsp://camera.local/live, ?ctype=video, rtsp://camera.local/live?ctype=video",
        "rtsp://camera.local/live, *, rtsp://camera.local/live",
        "rtsp://camera.local/live, rtsp://CAMERA.local/x, rtsp://CAMERA.local/x",
        "rtsp://camera.local/live, rtsp://192.0.2.7/x, rtsp://192.0.2.7/x",
    })
    void resolvesControls(String base, String control, String url) throws Exception {
        ControlUrls urls = described("Content-Base: " + base + "\r\n");

        assertThat(urls.resolve(control)).isEqualTo(url);
    }

    @Test
    void continuesTheAddressAskedForIfNoneIsNamed() throws Exception {
        assertThat(described("").resolve("trackID=2")).isEqualTo(ASKED + "/trackID=2");
        assertThat(described("").aggregate(Optional.empty())).isEqualTo(ASKED);
    }

    @Test
    void prefersContentBaseToContentLocation() throws Exception {
        String both =
                "Content-Location: rtsp://camera.local/b\r\nContent-Base: rtsp://camera.local/a\r\n";

        assertThat(described(both).aggregate(Optional.of("*"))).isEqualTo("rtsp://camera.local/a");
        assertThat(described("Content-Location: rtsp://camera.local/b\r\n").resolve("*"))
                .isEqualTo("rtsp://camera.local/b");
    }

    @Test
    void refusesAddressesOfOtherHosts() {
        for (String url :
                List.of("rtsp://192.0.2.8/a", "rtsp://other/a", "rtsps://camera.local.evil/")) {
            assertThatThrownBy(() -> described("Content-Base: " + url + "\r\n"))
                    .hasMessageContaining("another host");
            assertThatThrownBy(() -> described("").resolve(url))
                    .hasMessageContaining("another host");
        }
        assertThatThrownBy(() -> described("").resolve("http://camera.local/"))
                .hasMessageContaining("not RTSP");
    }

    private static ControlUrls described(String headers) throws Exception {
        byte[] head = ("RTSP/1.0 200 OK\r\n" + headers).getBytes(StandardCharsets.US_ASCII);
        return ControlUrls.of(
                RtspMessage.parse(head, 0, head.length),
                ASKED,
                "camera.local",
                InetAddress.getByName("192.0.2.7"));
    }
}
