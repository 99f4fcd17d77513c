package io.watchword.ingest.rtsp;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchword.ingest.fetch.FetchResult;
import io.watchword.ingest.testing.FakeRtspServer;
import io.watchword.ingest.testing.RtspFaults;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RtspAuthTest {
    private static final String PASSWORD = "pa:ss\"wörd\\1";

    @ParameterizedTest
    @ValueSource(strings = {"Basic", "MD5-old", "MD5", "SHA-256"})
    void playsWithTheRightPassword(String scheme) throws Exception {
        try (FakeRtspServer server = asking(scheme, RtspFaults.none());
                Fetching fetching = Fetching.from(server.url()).as("viewer", PASSWORD).start()) {
            boolean plays = fetching.log().await(20);

            assertThat(plays).isTrue();
            assertThat(server.counts().authFailures()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic", "MD5-old", "MD5", "SHA-256"})
    void triesAWrongPasswordOnceAndTellsItToNobody(String scheme) throws Exception {
        try (FakeRtspServer server = asking(scheme, RtspFaults.none())) {
            FetchResult result = Fetching.from(server.url()).as("viewer", "hunter2").result();

            assertThat(result.kind()).isEqualTo(FetchResult.Kind.UNAUTHENTICATED);
            assertThat(result.toString()).doesNotContain("hunter2", "viewer");
            assertThat(server.counts().authFailures()).isEqualTo(1);
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void saysThatAPasswordIsMissing() throws Exception {
        try (FakeRtspServer server = asking("MD5", RtspFaults.none())) {
            FetchResult result = Fetching.from(server.url()).result();

            assertThat(result.kind()).isEqualTo(FetchResult.Kind.UNAUTHENTICATED);
            assertThat(server.counts().requests("OPTIONS")).isEqualTo(1);
        }
    }

    @Test
    void goesOnWithAFreshNonceWhenTheOldOneIsStale() throws Exception {
        try (FakeRtspServer server = asking("MD5", RtspFaults.none().staleAfter(2));
                Fetching fetching = Fetching.from(server.url()).as("viewer", PASSWORD).start()) {
            boolean plays = fetching.log().await(20);

            assertThat(plays).isTrue();
            assertThat(server.counts().requests("DESCRIBE")).isEqualTo(2);
        }
    }

    @Test
    void keepsASessionWhoseNonceGrowsOld() throws Exception {
        RtspFaults strict = RtspFaults.none().staleAfter(3).sessionTimeout(2);
        try (FakeRtspServer server = asking("SHA-256", strict);
                Fetching fetching = Fetching.from(server.url()).as("viewer", PASSWORD).start()) {
            long packetsIn4s = Recordings.camera().packets().size() * 2L;

            boolean cameAll = fetching.log().await(packetsIn4s);

            assertThat(cameAll).isTrue();
            assertThat(server.connections()).isEqualTo(1);
            assertThat(server.counts().requests("GET_PARAMETER")).isGreaterThanOrEqualTo(3);
        }
    }

    @Test
    void givesUpOnAServerForWhichEveryNonceIsStale() throws Exception {
        try (FakeRtspServer server = asking("MD5", RtspFaults.none().staleAfter(1))) {
            FetchResult result = Fetching.from(server.url()).as("viewer", PASSWORD).result();

            assertThat(result.kind()).isEqualTo(FetchResult.Kind.UNAUTHENTICATED);
            assertThat(server.counts().requests("OPTIONS")).isLessThanOrEqualTo(3);
        }
    }

    private static FakeRtspServer asking(String scheme, RtspFaults faults) {
        return FakeRtspServer.serving(Recordings.camera())
                .password(scheme, "viewer", PASSWORD)
                .faults(faults)
                .start();
    }
}
