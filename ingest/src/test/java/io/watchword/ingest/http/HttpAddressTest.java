package io.watchword.ingest.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.watchword.ingest.fetch.Target;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpAddressTest {
    @ParameterizedTest
    @CsvSource({
        "b.ts, cam:8080, /live/b.ts",
        "./x/../b.ts, cam:8080, /live/b.ts",
        "/b.ts?c=1, cam:8080, /b.ts?c=1",
        "?msn=5, cam:8080, /live/list.m3u8?msn=5",
        "//cdn.example/b.ts, cdn.example:80, /b.ts",
        "HTTPS://cdn.example/b.ts, cdn.example:443, /b.ts",
        "http://cdn.example, cdn.example:80, /",
        "http://cam_1:81/b.ts, cam_1:81, /b.ts",
        "http://2130706433/b.ts, 2130706433:80, /b.ts",
        "http://[::1]:81/b.ts, [::1]:81, /b.ts",
        "a b|c.ts, cam:8080, /live/a%20b%7Cc.ts",
        "ä.ts, cam:8080, /live/%C3%A4.ts",
        "a%20b.ts, cam:8080, /live/a%20b.ts",
        "http://cdn.example//b.ts, cdn.example:80, //b.ts"
    })
    void referencesAreReadAsServersWriteThem(String reference, String host, String path)
            throws FetchException {
        HttpAddress found = list().resolve(reference);

        assertThat(found).hasToString(host);
        assertThat(found.pathAndQuery()).isEqualTo(path);
    }

    @ParameterizedTest
    @CsvSource({
        "http://user:pw@cam/b.ts",
        "http://cam:0/b.ts",
        "http://cam:65536/b.ts",
        "http:///b.ts",
        "http://[::1/b.ts",
        "http://a:b:c/",
        "file:/etc/passwd",
        "mailto:a@b"
    })
    void otherReferencesAreRefused(String reference) {
        assertThatThrownBy(() -> list().resolve(reference))
                .isInstanceOf(FetchException.class)
                .hasMessageNotContaining("pw")
                .hasMessageNotContaining("token");
    }

    @Test
    void textHidesPathAndQuery() throws FetchException {
        assertThat(list().toString()).isEqualTo("cam:8080");
    }

    private static HttpAddress list() throws FetchException {
        return HttpAddress.of(
                new Target(
                        "http",
                        "cam",
                        8080,
                        "/live/list.m3u8?token=1",
                        Optional.empty(),
                        Map.of()));
    }
}
