package io.watchword.ingest.rtsp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SessionDescriptionTest {
    private static final String CAMERA =
            """
            v=0
            o=- 1 1 IN IP4 10.0.0.9
            s=Media Presentation
            c=IN IP4 239.1.2.3/16
            b=AS:5050
            t=0 0
            a=control:rtsp://10.0.0.9/live/
            a=range:npt=0-
            m=application 0 RTP/AVP 107
            a=control:trackID=9
            a=rtpmap:107 vnd.onvif.metadata/90000
            m=video 0 RTP/SAVP 95
            m=video 5000 RTP/AVP 96 97
            c=IN IP4 239.1.2.4
            a=control:trackID=1
            a=rtpmap:96 H265/90000
            a=rtpmap:97 H264/90000
            a=fmtp:96 sprop-vps=QAE=
            a=recvonly
            a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:abc
            m=video 0 RTP/AVP 98
            a=rtpmap:98 H264/90000
            m=audio 0 RTP/AVP 0
            a=sendonly
            m=audio 0 RTP/AVP 0
            a=control:trackID=2
            """;

    @Test
    void choosesTheFirstPicturesAndTheFirstSoundThatCanBeReceived() throws Exception {
        SessionDescription description = parse(CAMERA);

        assertThat(description.media()).hasSize(6);
        assertThat(description.control()).contains("rtsp://10.0.0.9/live/");
        assertThat(description.chosen())
                .extracting(media -> media.attribute("control").orElse(""))
                .containsExactly("trackID=1", "trackID=2");
    }

    @Test
    void tellsTheDecoderOnlyHowTheyArePacked() throws Exception {
        byte[] told = DecoderDescription.of(parse(CAMERA).chosen()).bytes();

        assertThat(new String(told, StandardCharsets.US_ASCII))
                .isEqualTo(
                        """
                        v=0
                        o=- 0 0 IN IP4 127.0.0.1
                        s=-
                        c=IN IP4 127.0.0.1
                        t=0 0
                        m=video 0 RTP/AVP 96
                        a=rtpmap:96 H265/90000
                        a=fmtp:96 sprop-vps=QAE=
                        m=audio 0 RTP/AVP 0
                        """
                                .replace("\n", "\r\n"));
    }

    @Test
    void refusesWhatIsNoDescriptionOrOffersNothing() {
        assertThatThrownBy(() -> parse("<html>")).hasMessageContaining("no session description");
        assertThatThrownBy(() -> parse("v=0\nm=application 0 RTP/AVP 96\n").chosen())
                .hasMessageContaining("neither pictures nor sound");
        assertThatThrownBy(() -> parse("v=0\n" + "m=video 0 RTP/AVP 96\n".repeat(2100)))
                .hasMessageContaining("2000 lines");
    }

    @Test
    void refusesTwoMediaThatCannotBeToldApart() {
        String both = "v=0\nm=video 0 RTP/AVP 33\nm=audio 0 RTP/AVP 33\n";

        assertThatThrownBy(() -> DecoderDescription.of(parse(both).chosen()))
                .hasMessageContaining("same payload type 33");
    }

    private static SessionDescription parse(String text) throws RtspFailure {
        return SessionDescription.parse(text.getBytes(StandardCharsets.UTF_8));
    }
}
