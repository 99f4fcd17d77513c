package io.watchword.ingest.rtsp;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchword.ingest.fetch.Target.Credentials;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DigestTest {
    private static final String CLIENT_NONCE = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ";
    private static final String OFFER =
            "Digest realm=\"http-auth@example.org\", qop=\"auth, auth-int\", algorithm=%s,"
                    + " nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\","
                    + " opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"";

    @Test
    void answersTheStandardsExampleWithMd5() {
        String answer = answerOfTheExample("MD5");

        assertThat(answer)
                .startsWith("Digest username=\"Mufasa\", realm=\"http-auth@example.org\"")
                .contains("response=\"8ca523f5e9506fed4657c9700eebdbec\"")
                .contains("opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"")
                .contains("qop=auth, nc=00000001");
    }

    @Test
    void answersTheStandardsExampleWithSha256() {
        assertThat(answerOfTheExample("SHA-256"))
                .contains(
                        "response=\"753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1\"");
    }

    @Test
    void answersTheFirstStandardsExample() {
        Digest digest =
                Digest.of(
                                Challenge.parse(
                                                "Digest realm=\"testrealm@host.com\","
                                                        + " nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\"")
                                        .get(0))
                        .orElseThrow();

        String answer =
                digest.answer(
                        new Credentials("Mufasa", "CircleOfLife"), "GET", "/dir/index.html", 1, "");

        // The errata of RFC 2069 give this in place of the value printed there.
        assertThat(answer).contains("response=\"1949323746fe6a43ef61f9606e7febea\"");
    }

    @Test
    void readsSeveralChallengesOfOneHeader() {
        List<Challenge> challenges =
                Challenge.parse(
                        "Basic realm=\"a, b\", Digest realm=\"c \\\"d\\\"\", nonce=x, stale=TRUE,"
                                + " Unknown");

        assertThat(challenges)
                .extracting(Challenge::scheme)
                .containsExactly("basic", "digest", "unknown");
        assertThat(challenges.get(0).parameter("realm")).contains("a, b");
        assertThat(challenges.get(1).parameter("realm")).contains("c \"d\"");
        assertThat(challenges.get(1).isStale()).isTrue();
    }

    @Test
    void readsChallengesAsLongAsAHeadMayBe() {
        String quotes = "\\\"".repeat(8000);

        List<Challenge> challenges = Challenge.parse("Digest realm=\"" + quotes + "\", nonce=n");

        assertThat(challenges.get(0).parameter("realm").orElse("").length()).isEqualTo(8000);
        assertThat(Challenge.parse("Digest ".repeat(2000))).hasSize(8);
        assertThat(Challenge.parse("a=".repeat(8000) + "\"")).hasSizeLessThan(9);
    }

    @Test
    void leavesOutWhatItCannotAnswer() {
        assertThat(Digest.of(Challenge.parse("Digest realm=\"r\"").get(0))).isEmpty();
        assertThat(Digest.of(Challenge.parse("Digest nonce=n, algorithm=SHA-1").get(0))).isEmpty();
        assertThat(Digest.of(Challenge.parse("Digest nonce=n, qop=\"auth-int\"").get(0))).isEmpty();
    }

    @Test
    void writesNoLineEndOfANameOrRealm() {
        Digest digest =
                Digest.of(Challenge.parse("Digest realm=\"r\", nonce=n").get(0)).orElseThrow();

        String answer =
                digest.answer(new Credentials("a\r\nX: \"b", "p"), "PLAY", "rtsp://h/", 1, "c");

        assertThat(answer).contains("username=\"aX: \\\"b\"").doesNotContain("\r", "\n");
    }

    private static String answerOfTheExample(String algorithm) {
        Optional<Digest> digest = Digest.of(Challenge.parse(OFFER.formatted(algorithm)).get(0));
        return digest.orElseThrow()
                .answer(
                        new Credentials("Mufasa", "Circle of Life"),
                        "GET",
                        "/dir/index.html",
                        1,
                        CLIENT_NONCE);
    }
}
