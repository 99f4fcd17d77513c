package io.watchword.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.watchword.ingest.fetch.Target;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SourceUriTest {
    private static final Secrets NONE = name -> Optional.empty();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "  ",
                " rtsp://camera/1",
                "rtsp://camera/1 ",
                "\tclip.mp4",
                "-i",
                "-i /etc/passwd",
                "-f lavfi",
                "concat:/etc/passwd|/etc/hosts",
                "CONCAT:a|b",
                "concatf:list.txt",
                "subfile,,start,0,end,100,,:/etc/passwd",
                "gopher://127.0.0.1:6379/_INFO",
                "data:text/plain;base64,AAAA",
                "unix:/run/docker.sock",
                "pipe:0",
                "PIPE:",
                "fd:3",
                "lavfi:testsrc",
                "tcp://127.0.0.1:22",
                "tls://127.0.0.1:443",
                "ftp://host/clip.mp4",
                "sftp://host/clip.mp4",
                "smb://host/share/clip.mp4",
                "file://host/etc/passwd",
                "file://localhost/etc/passwd",
                "FILE:/etc/passwd",
                "crypto:clip.mp4",
                "crypto+http://host/clip.mp4",
                "async:http://host/clip.mp4",
                "cache:http://host/clip.mp4",
                "hls+http://host/list.m3u8",
                "rtmp://host/live",
                "srtp://host:1234",
                "ipfs://hash",
                "jar:file:/x.jar!/y",
                "javascript:alert(1)",
                "md5:out",
                "tee:a|b",
                "rtsp:/camera/1",
                "rtsp:camera/1",
                "rtsp://",
                "rtsp:///stream",
                "rtsp://camera:0/1",
                "rtsp://camera:65536/1",
                "rtsp://camera:port/1",
                "rtsp://came ra/1",
                "rtsp://camera/1%00.mp4",
                "rtsp://camera/1%0d%0aX: y",
                "rtsp://camera/1\r\nTEARDOWN",
                "http://host\\@evil/x",
                "http://[::1/x",
                "http://[fe80::1%25eth0]/x",
                "http://-host/x",
                "rtsp://${HOST}/1",
                "rtsp://user:${}@host/1",
                "rtsp://user:${A B}@host/1",
                "rtsp://ca\u202emera/1",
                "udp://239.0.0.1",
                "device:/etc/passwd",
                "device:/dev/../etc/passwd",
                "device:video0",
                "/clips/a%00.mp4",
                "clip\u0000.mp4",
                "clip\u001b[31m.mp4"
            })
    void refusesWhatIsNotOnTheList(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> SourceUri.parse(text));
    }

    @ParameterizedTest
    @CsvSource({
        "clip.mp4,PATH",
        "./footage/,PATH",
        "/a/b c.mp4,PATH",
        "./a:b.mp4,PATH",
        "file:///a/b%20c.mp4,PATH",
        "rtsp://camera.local/1,RTSP",
        "RTSPS://camera/1,RTSP",
        "http://host/a.m3u8,HTTP",
        "https://host:8443/a.mp4?x=1,HTTP",
        "udp://239.1.2.3:1234,UDP",
        "udp://@239.1.2.3:1234,UDP",
        "udp://@:1234,UDP",
        "device:/dev/video0,DEVICE",
        "rtsp://[2001:db8::1]:8554/1,RTSP"
    })
    void knowsWhatItTakesToReadIt(String text, SourceUri.Kind kind) {
        assertThat(SourceUri.parse(text).kind()).isEqualTo(kind);
    }

    @Test
    void aFilesPathIsTakenAsItIs() {
        assertThat(SourceUri.parse("file:///a/b%20c.mp4").path()).contains(Path.of("/a/b c.mp4"));
        assertThat(SourceUri.parse("a#b?c=d@e.mp4").path()).contains(Path.of("a#b?c=d@e.mp4"));
    }

    @ParameterizedTest
    @CsvSource({
        "rtsp://Camera.Local/1,camera.local,554,/1",
        "rtsps://camera,camera,322,''",
        "http://host?x=1#part,host,80,/?x=1",
        "https://host/a b,,,",
        "https://[::1]/x,::1,443,/x",
        "https://bücher.example/ä,xn--bcher-kva.example,443,/%C3%A4",
        "http://host/user@home/1,host,80,/user@home/1",
        "udp://@:1234,0.0.0.0,1234,''"
    })
    void fillsInPortsAndTakesTheHostOut(String text, String host, Integer port, String path) {
        if (host == null) {
            assertThatIllegalArgumentException().isThrownBy(() -> SourceUri.parse(text));
            return;
        }

        Target target = SourceUri.parse(text).target(NONE, Map.of());

        assertThat(target.host()).isEqualTo(host);
        assertThat(target.port()).isEqualTo(port);
        assertThat(target.path()).isEqualTo(path);
        assertThat(target.credentials()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "rtsp://us:secret@camera/1,rtsp://***@camera/1",
        "rtsp://us:secret@camera:8554/1,rtsp://***@camera:8554/1",
        "rtsp://us:se/cr@et@camera:554/1?a=secret&secret,rtsp://***@camera/1?a=***&***",
        "https://host/a.m3u8?token=secret&x=secret,https://host/a.m3u8?token=***&x=***",
        "https://host/${SECRET}/a.m3u8,https://host/***/a.m3u8",
        "rtsp://${SECRET}@camera/1,rtsp://***@camera/1",
        "rtsp://[2001:db8::1]/1,rtsp://[2001:db8::1]/1"
    })
    void showsNoSecrets(String text, String shown) {
        SourceUri source = SourceUri.parse(text);

        assertThat(source.display()).isEqualTo(shown);
        assertThat(source).hasToString(shown);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain",
                "p%40ss%3Aw%2For%3Fd%23x%25y",
                "p@ss:w",
                "p:@:",
                "50%",
                "%zz",
                "a/b?c#d@e",
                "a/b@c@d",
                "a+b%20c"
            })
    void aPasswordComesBackAsItWasMeant(String typedPassword) {
        String meant =
                typedPassword
                        .replace("%40", "@")
                        .replace("%3A", ":")
                        .replace("%2F", "/")
                        .replace("%3F", "?")
                        .replace("%23", "#")
                        .replace("%20", " ")
                        .replace("%25", "%");

        Map<String, String> store = new HashMap<>();
        SourceUri.Typed typed =
                SourceUri.parse("rtsp://admin:" + typedPassword + "@camera/ch/1?x=1").typed("yard");
        store.putAll(typed.secrets());
        Target target = SourceUri.parse(typed.source()).target(in(store), Map.of("a", "b"));

        assertThat(typed.source())
                .isEqualTo("rtsp://admin:${secret:yard~password}@camera:554/ch/1?x=1");
        assertThat(target)
                .isEqualTo(
                        new Target(
                                "rtsp",
                                "camera",
                                554,
                                "/ch/1?x=1",
                                Optional.of(new Target.Credentials("admin", meant)),
                                Map.of("a", "b")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"p@ss:w/or?d#x%41", "plain", "${OTHER}", "a b\u00e9"})
    void aReferencedPasswordIsTakenAsItIs(String value) {
        SourceUri.Typed typed =
                SourceUri.parse("rtsp://admin:${YARD_PASSWORD}@camera/1").typed("yard");

        Target target =
                SourceUri.parse(typed.source())
                        .target(in(Map.of("YARD_PASSWORD", value)), Map.of());

        assertThat(typed.source()).isEqualTo("rtsp://admin:${YARD_PASSWORD}@camera:554/1");
        assertThat(typed.secrets()).isEmpty();
        assertThat(target.credentials()).contains(new Target.Credentials("admin", value));
    }

    @Test
    void secretsOfQueriesAreNamedAndComeBackByteForByte() {
        String typedAddress =
                "https://host/a.m3u8?id=7&Signature=ab%2Bc/d+e%3D&token=x&TOKEN=y&empty_key=&k=${K}";

        SourceUri.Typed typed = SourceUri.parse(typedAddress).typed("lobby");
        Map<String, String> store = new HashMap<>(typed.secrets());
        store.put("K", "a&b");
        Target target = SourceUri.parse(typed.source()).target(in(store), Map.of());

        assertThat(typed.source())
                .isEqualTo(
                        "https://host:443/a.m3u8?id=7&Signature=${secret:lobby~signature}"
                                + "&token=${secret:lobby~token}&TOKEN=${secret:lobby~token.2}"
                                + "&empty_key=&k=${K}");
        assertThat(typed).hasToString(typed.source());
        assertThat(target.path())
                .isEqualTo(
                        "/a.m3u8?id=7&Signature=ab%2Bc/d+e%3D&token=x&TOKEN=y&empty_key=&k=a%26b");
    }

    @Test
    void aNameWithoutPasswordIsASecretToo() {
        SourceUri.Typed typed = SourceUri.parse("http://abc123@host/x").typed("door");

        assertThat(typed.source()).isEqualTo("http://${secret:door~user}@host:80/x");
        assertThat(typed.secrets()).containsExactly(Map.entry("door~user", "abc123"));
    }

    @Test
    void aSecretIsEitherTypedOrNamed() {
        assertThatThrownBy(() -> SourceUri.parse("rtsp://u:a${B}@camera/1").typed("yard"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("part text");
    }

    @Test
    void aMissingSecretIsNamedAndNothingElse() {
        SourceUri source = SourceUri.parse("rtsp://admin:${YARD_PASSWORD}@camera/1?key=hidden");

        assertThatThrownBy(() -> source.target(NONE, Map.of()))
                .isInstanceOf(MissingSecretException.class)
                .hasMessage(
                        "${YARD_PASSWORD} has no value: set the environment variable YARD_PASSWORD");
    }

    @Test
    void messagesNeverRepeatWhatWasTyped() {
        assertThatThrownBy(() -> SourceUri.parse("rtsp://us:canary@/1"))
                .hasMessageNotContaining("canary");
        assertThatThrownBy(() -> SourceUri.parse("ftp://us:canary@host/1"))
                .hasMessageNotContaining("canary");
    }

    @Test
    void secretsOfTwoStreamsNeverShareAPrefix() {
        assertThat(SourceUri.secretPrefix("yard")).isEqualTo("yard~");
        assertThat(SourceUri.secretPrefix("двор")).matches("[0-9a-f]{40}~");
        assertThat(SourceUri.secretPrefix("a".repeat(200))).matches("[0-9a-f]{40}~");
    }

    private static Secrets in(Map<String, String> values) {
        return name ->
                Optional.ofNullable(
                        values.get(name.startsWith("secret:") ? name.substring(7) : name));
    }
}
