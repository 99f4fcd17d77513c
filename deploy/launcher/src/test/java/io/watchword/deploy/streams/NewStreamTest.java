package io.watchword.deploy.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.watchword.contract.Profile;
import io.watchword.contract.StreamSpec;
import io.watchword.deploy.UserMistake;
import io.watchword.ingest.fetch.HostResolver;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NewStreamTest {
    private static final HostResolver HOSTS =
            host ->
                    switch (host) {
                        case "camera.local" -> addresses("192.168.1.7");
                        case "metadata" -> addresses("169.254.169.254");
                        case "both" -> addresses("8.8.8.8", "169.254.169.254");
                        case "8.8.8.8", "public.example" -> addresses("8.8.8.8");
                        case "::1" -> addresses("::1");
                        default -> throw new UnknownHostException(host);
                    };

    private final Path directory;

    NewStreamTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void aCameraInTheHouseIsReachedBecauseItWasNamed() {
        NewStream stream = NewStream.of(request("rtsp://admin:pw@Camera.local/stream1"), HOSTS);

        assertThat(stream.spec())
                .isEqualTo(
                        new StreamSpec(
                                "camera.local-stream1",
                                "rtsp://admin:${secret:camera.local-stream1~password}"
                                        + "@camera.local:554/stream1",
                                Profile.SURVEILLANCE,
                                Map.of(),
                                List.of("camera.local:554"),
                                Optional.empty(),
                                "run-1"));
        assertThat(stream.secrets())
                .containsExactly(Map.entry("camera.local-stream1~password", "pw"));
        assertThat(stream.notes())
                .containsExactly(
                        "camera.local is not a public address: this stream alone may reach"
                                + " camera.local:554");
        assertThat(stream.toString()).doesNotContain("pw");
    }

    @Test
    void aPublicAddressNeedsNoLeave() {
        NewStream stream = NewStream.of(request("https://public.example:8443/a/b.m3u8?t=1"), HOSTS);

        assertThat(stream.spec().allow()).isEmpty();
        assertThat(stream.notes()).isEmpty();
        assertThat(stream.spec().profile()).isEqualTo(Profile.LIVE);
        assertThat(stream.spec().streamId()).isEqualTo("public.example-8443-a-b.m3u8");
    }

    @Test
    void aHostThatIsAwayIsAddedAndSaidSo() {
        NewStream stream = NewStream.of(request("rtsp://away.local:8554/1"), HOSTS);

        assertThat(stream.spec().allow()).containsExactly("away.local:8554");
        assertThat(stream.notes().get(0)).contains("has no address at the moment");
    }

    @Test
    void metadataServicesAreRefusedWhateverTheirName() {
        for (String host : List.of("metadata", "both")) {
            assertThat(problems(request("http://" + host + "/latest")))
                    .hasSize(1)
                    .allSatisfy(
                            line -> assertThat(line).contains("a metadata service: never read"));
        }
    }

    @Test
    void anAllowedBlockMakesTheNamedHostPlain() {
        NewStream stream =
                NewStream.of(
                        new NewStream.Request(
                                Optional.of("yard"),
                                "rtsp://camera.local/1",
                                Optional.of("dashcam"),
                                Optional.of("udp"),
                                false,
                                List.of("192.168.0.0/16:554"),
                                ""),
                        HOSTS);

        assertThat(stream.spec().allow()).containsExactly("192.168.0.0/16:554");
        assertThat(stream.spec().profile()).isEqualTo(Profile.DASHCAM);
        assertThat(stream.spec().options()).containsExactly(Map.entry("transport", "udp"));
        assertThat(stream.notes()).isEmpty();
    }

    @Test
    void aFolderIsKeptByItsAbsolutePath() throws Exception {
        Path folder = Files.createDirectories(directory.resolve("my footage"));

        NewStream stream =
                NewStream.of(
                        new NewStream.Request(
                                Optional.empty(),
                                folder.resolve("..").resolve("my footage").toString(),
                                Optional.empty(),
                                Optional.empty(),
                                true,
                                List.of(),
                                ""),
                        HOSTS);

        assertThat(stream.spec().source()).isEqualTo(folder.toString());
        assertThat(stream.spec().streamId()).isEqualTo("my-footage");
        assertThat(stream.spec().profile()).isEqualTo(Profile.ARCHIVE);
        assertThat(stream.spec().options()).containsExactly(Map.entry("watch", "true"));
    }

    @Test
    void aFileIsKnownByItsNameAndContents() throws Exception {
        Path file = Files.writeString(directory.resolve("clip one.mp4"), "abc");

        NewStream stream = NewStream.of(request(file.toString()), HOSTS);

        assertThat(stream.spec().streamId()).isEqualTo("clip_one-ba7816bf");
        assertThat(stream.spec().options()).isEmpty();
    }

    @Test
    void everyProblemIsNamedAtOnceAndNoPassword() {
        List<String> problems =
                problems(
                        new NewStream.Request(
                                Optional.of("a/b"),
                                "http://u:canary@camera.local/1?token=canary",
                                Optional.of("webcam"),
                                Optional.of("udp"),
                                true,
                                List.of("10.0.0.0/33", "host:80"),
                                ""));

        assertThat(problems)
                .containsExactlyInAnyOrder(
                        "\"a/b\" is no stream id, required 1 to 200 letters, digits, dots,"
                                + " underscores or hyphens",
                        "--profile webcam: required surveillance, dashcam, archive, live",
                        "--allow 10.0.0.0/33: \"10.0.0.0/33\" has no prefix of 0 to 32",
                        "--allow host:80: required a block of addresses such as 192.168.1.0/24",
                        "--transport is for rtsp sources, http://***@camera.local/1?token=*** is"
                                + " none",
                        "--watch is for folders, http://***@camera.local/1?token=*** is none");
        assertThat(problems(request("ftp://u:canary@h/1")).toString()).doesNotContain("canary");
        assertThat(problems(request(directory.resolve("none.mp4").toString())))
                .containsExactly(directory.resolve("none.mp4") + ": no such file or folder");
    }

    private static NewStream.Request request(String source) {
        return new NewStream.Request(
                Optional.empty(),
                source,
                Optional.empty(),
                Optional.empty(),
                false,
                List.of(),
                "run-1");
    }

    private static List<String> problems(NewStream.Request request) {
        UserMistake mistake =
                catchThrowableOfType(UserMistake.class, () -> NewStream.of(request, HOSTS));
        assertThat(mistake).as("no problem found").isNotNull();
        return mistake.problems();
    }

    private static InetAddress[] addresses(String... literals) throws UnknownHostException {
        InetAddress[] addresses = new InetAddress[literals.length];
        for (int index = 0; index < literals.length; index++) {
            addresses[index] = InetAddress.getByName(literals[index]);
        }
        return addresses;
    }
}
