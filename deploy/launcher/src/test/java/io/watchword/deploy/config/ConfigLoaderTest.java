package io.watchword.deploy.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.watchword.contract.Profile;
import io.watchword.deploy.UserMistake;
import io.watchword.encoders.ExecutionConfig;
import io.watchword.ingest.decode.DecodeMode;
import io.watchword.ingest.decode.HardwareDecode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigLoaderTest {
    @Test
    void whatAFileDoesNotSayStaysAsItIs() {
        assertThat(ConfigLoader.parse("pipeline.yaml", "")).isEqualTo(PipelineConfig.DEFAULT);
        assertThat(ConfigLoader.parse("pipeline.yaml", "# nothing\n"))
                .isEqualTo(PipelineConfig.DEFAULT);
        assertThat(ConfigLoader.parse("pipeline.yaml", "ingest:\nfuse: {}\n"))
                .isEqualTo(PipelineConfig.DEFAULT);
        assertThat(ConfigLoader.load(Optional.empty())).isEqualTo(PipelineConfig.DEFAULT);
    }

    @Test
    void whatAFileSaysReplacesTheDefault() {
        PipelineConfig config =
                ConfigLoader.parse(
                        "pipeline.yaml",
                        """
                        ingest:
                          profiles:
                            dashcam: {segmentLength: 500ms, mode: light}
                          live: {authBackoff: 1h}
                          egress:
                            allow: [192.168.1.0/24, "10.0.0.0/8:554"]
                            certificates: /etc/ca.pem
                          recording:
                            s3: {endpoint: "https://s3", region: eu, bucket: b, accessKey: A, secretKey: S}
                          decoder: {sandbox: off, maxMemoryBytes: 512MB}
                          maxInFlightBytes: 4096
                          hardware: vaapi
                        encode:
                          execution: {device: cuda, halfPrecision: true}
                        fuse:
                          language: no
                          scoring: {motionPx: 3}
                        http: {port: 9464}
                        """);

        assertThat(config.ingest().profile(Profile.DASHCAM).segmentLength())
                .isEqualTo(Duration.ofMillis(500));
        assertThat(config.ingest().profile(Profile.DASHCAM).mode()).isEqualTo(DecodeMode.LIGHT);
        assertThat(config.ingest().profile(Profile.DASHCAM).keyframeLongSidePx()).isEqualTo(512);
        assertThat(config.ingest().profile(Profile.LIVE))
                .isEqualTo(PipelineConfig.DEFAULT.ingest().profile(Profile.LIVE));
        assertThat(config.ingest().live().authBackoff()).isEqualTo(Duration.ofHours(1));
        assertThat(config.ingest().egress().allow())
                .containsExactly("192.168.1.0/24", "10.0.0.0/8:554");
        assertThat(config.ingest().egress().certificates()).contains("/etc/ca.pem");
        assertThat(config.ingest().recording().s3().orElseThrow().bucket()).isEqualTo("b");
        assertThat(config.ingest().decoder().sandbox()).isEqualTo("off");
        assertThat(config.ingest().decoder().maxMemoryBytes()).isEqualTo(512L << 20);
        assertThat(config.ingest().maxInFlightBytes()).isEqualTo(4096);
        assertThat(config.ingest().hardware()).isEqualTo(HardwareDecode.VAAPI);
        assertThat(config.encode().execution().device()).isEqualTo(ExecutionConfig.Device.CUDA);
        assertThat(config.fuse().language()).isEqualTo("no");
        assertThat(config.fuse().scoring().motionPx()).isEqualTo(3f);
        assertThat(config.http().port()).isEqualTo(9464);
    }

    @Test
    void allProblemsAreNamedAtOnceWithTheirLines() {
        List<String> problems =
                problems(
                        """
                        ingest:
                          profiles:
                            dashcam:
                              segmentLength: 2
                              mode: fast
                              mayShed: yes
                            webcam:
                              mode: light
                          live:
                            stallTimeout: 0s
                            stallTimeOut: 5s
                            minBackoff: soon
                          limits:
                            maxPlaylistBytes: 1XB
                            maxStreams: many
                          egress:
                            allow: 10.0.0.0/8
                          recording:
                            s3: {endpoint: "http://x"}
                        encode:
                          maxBatchSize: 128
                        fuse:
                          events:
                            pad: 5s
                        llm: [1]
                        http:
                          port: 70000
                        htp: 1
                        """);

        assertThat(problems)
                .contains(
                        "pipeline.yaml:4 ingest.profiles.dashcam.segmentLength: required a duration"
                                + " such as 500ms, 2s, 5m or 1h, found \"2\"",
                        "pipeline.yaml:5 ingest.profiles.dashcam.mode: required all_frames, light,"
                                + " keyframes, found \"fast\"",
                        "pipeline.yaml:6 ingest.profiles.dashcam.mayShed: required true or false,"
                                + " found \"yes\"",
                        "pipeline.yaml:7 ingest.profiles.webcam: no such key, required one of"
                                + " archive, dashcam, live, surveillance",
                        "pipeline.yaml:10 ingest.live.stallTimeout is not positive: 0s",
                        "pipeline.yaml:14 ingest.limits.maxPlaylistBytes: required a size such as"
                                + " 4096, 32MB or 1GB, found \"1XB\"",
                        "pipeline.yaml:15 ingest.limits.maxStreams: required a whole number, found"
                                + " \"many\"",
                        "pipeline.yaml:17 ingest.egress.allow: required a list, found"
                                + " \"10.0.0.0/8\"",
                        "pipeline.yaml:19 ingest.recording.s3.bucket: required, found nothing",
                        "pipeline.yaml:21 encode.queueCapacity is 64, less than encode.maxBatchSize"
                                + " 128",
                        "pipeline.yaml:24 fuse.events.pad is 5s, not in [0, closeAfter]",
                        "pipeline.yaml:25 llm: required keys and values, found a list",
                        "pipeline.yaml:27 http.port is not in [0, 65535]: 70000");
        assertThat(problems)
                .anySatisfy(
                        line ->
                                assertThat(line)
                                        .startsWith(
                                                "pipeline.yaml:11 ingest.live.stallTimeOut: no such"
                                                        + " key, required one of connectTimeout"))
                .anySatisfy(
                        line -> assertThat(line).startsWith("pipeline.yaml:28 htp: no such key"))
                .allSatisfy(line -> assertThat(line).matches("pipeline\\.yaml:[0-9]+ \\S+.*"));
    }

    @Test
    void aProfileThatCannotBeDecodedIsNamed() {
        assertThat(
                        problems(
                                """
                                ingest:
                                  profiles:
                                    live:
                                      segmentLength: 3s
                                    archive:
                                      keyframeQuantiser: 99
                                      keyframeLongSidePx: 64
                                """))
                .containsExactly(
                        "pipeline.yaml:4 ingest.profiles.live.segmentLength is 3s, required more"
                                + " than 0 and at most 2s",
                        "pipeline.yaml:6 ingest.profiles.archive.keyframeQuantiser is 99, required"
                                + " 2 to 31");
        assertThat(problems("ingest:\n  profiles:\n    live:\n      keyframeLongSidePx: 3\n"))
                .containsExactly(
                        "pipeline.yaml:4 ingest.profiles.live.keyframeLongSidePx is 3, required at"
                                + " least 16");
    }

    @Test
    void twoValuesOfOneSectionThatAreOutOfRangeAreBothNamed() {
        assertThat(problems("llm:\n  decodeThreads: 0\n  port: -1\n  maxQueued: -1\n"))
                .containsExactly(
                        "pipeline.yaml:2 llm.decodeThreads is not positive: 0",
                        "pipeline.yaml:3 llm.port is not in [0, 65535]: -1",
                        "pipeline.yaml:4 llm.maxQueued is not positive: -1");
    }

    @Test
    void aKeyThatIsThereTwiceIsRefused() {
        assertThat(problems("http:\n  port: 1\n  port: 2\n"))
                .containsExactly("pipeline.yaml:3 http.port: required once, found again");
    }

    @Test
    void whatIsNotYamlIsNamedWithItsLine() {
        assertThat(problems("ingest:\n  live: [\n")).hasSize(1);
        assertThat(problems("ingest:\n\tlive: 1\n").get(0)).startsWith("pipeline.yaml:2 not YAML");
        assertThat(problems("a: 1\n---\nb: 2\n")).hasSize(1);
        assertThat(problems("just text\n"))
                .containsExactly("pipeline.yaml:1 required keys and values, found \"just text\"");
        assertThat(problems("http: !!java.net.URL [\"http://x\"]\n")).isNotEmpty();
    }

    @Test
    void aFileThatGrowsWhenItIsReadIsRefused(@TempDir Path directory) throws Exception {
        StringBuilder laughs = new StringBuilder("a: &a [x, x]\n");
        for (char name = 'b'; name < 'z'; name++) {
            char before = (char) (name - 1);
            laughs.append("%c: &%c [*%c, *%c]%n".formatted(name, name, before, before));
        }
        Path large = Files.writeString(directory.resolve("large.yaml"), "#".repeat(2 << 20));

        assertThat(problems(laughs.toString())).isNotEmpty();
        assertThat(problems("a: " + "[".repeat(5000) + "]".repeat(5000))).hasSize(1);
        assertThat(problems("http: &h\n  port: *h\n")).hasSize(1);
        assertThat(catchThrowableOfType(UserMistake.class, () -> ConfigLoader.load(large)))
                .hasMessageContaining("larger than");
        assertThat(
                        catchThrowableOfType(
                                UserMistake.class,
                                () -> ConfigLoader.load(directory.resolve("none.yaml"))))
                .hasMessageContaining("no such file");
    }

    @Test
    void durationsAndSizesAreReadAsWritten() {
        assertThat(Quantity.duration("7d")).contains(Duration.ofDays(7));
        assertThat(Quantity.duration("0s")).contains(Duration.ZERO);
        assertThat(Quantity.duration("1.5s")).isEmpty();
        assertThat(Quantity.duration("-1s")).isEmpty();
        assertThat(Quantity.duration("999999999999999h")).isEmpty();
        assertThat(Quantity.bytes("16GB")).hasValue(16L << 30);
        assertThat(Quantity.bytes("999999999999TB")).isEmpty();
        assertThat(Quantity.text(Duration.ofMillis(1500))).isEqualTo("1500ms");
        assertThat(Quantity.text(Duration.ofDays(2))).isEqualTo("2d");
    }

    private static List<String> problems(String text) {
        UserMistake mistake =
                catchThrowableOfType(
                        UserMistake.class, () -> ConfigLoader.parse("pipeline.yaml", text));
        assertThat(mistake).as("no problem found").isNotNull();
        return mistake.problems();
    }
}
