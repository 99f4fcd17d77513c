package io.watchword.view.http;

import static io.watchword.view.http.ServedView.code;
import static io.watchword.view.http.ServedView.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ViewServerTest {
    @TempDir private static Path folder;
    private static ServedView served;

    @BeforeAll
    static void start() throws IOException {
        served = ServedView.start();
        served.view.streams.add("yard");
        served.view.streams.add("odd");
        served.view.add(Samples.entry(1, "yard", "A van stops.", "vehicle"));
        served.view.add(Samples.entry(2, "yard", "=HYPERLINK(\"x\"), she said", "person"));
        served.view.add(Samples.entry(3, "odd", "A dog runs.", "animal"));
        Path clip = folder.resolve("clip.mp4");
        Files.writeString(clip, "0123456789");
        served.view.clips.put("yard", clip);
        served.view.mayAnswer.countDown();
    }

    @AfterAll
    static void stop() {
        served.close();
    }

    @Test
    void tellsHowStreamsStand() {
        JsonNode stream = json(served.get("/api/v1/streams")).path("streams").get(1);

        assertThat(stream.path("streamId").asText()).isEqualTo("yard");
        assertThat(stream.path("state").asText()).isEqualTo("backing_off");
        assertThat(stream.path("reason").asText()).isEqualTo("connection refused");
        assertThat(stream.path("nextTry").asText()).isEqualTo("2026-02-02T02:40:05Z");
        assertThat(stream.path("picture").asText()).isEqualTo("/api/v1/streams/yard/picture");
        assertThat(stream.path("lastEvent").path("eventId").asText()).isEqualTo(Samples.id(2));
    }

    @Test
    void pagesThroughEventsTheNewestFirst() {
        JsonNode first = json(served.get("/api/v1/events?limit=2"));
        JsonNode second =
                json(served.get("/api/v1/events?limit=2&before=" + first.path("next").asText()));

        assertThat(first.path("events").findValuesAsText("eventId"))
                .containsExactly(Samples.id(3), Samples.id(2));
        assertThat(first.path("events").get(0).path("cursor").asText()).isEqualTo("0-4");
        assertThat(second.path("events").findValuesAsText("eventId"))
                .containsExactly(Samples.id(1));
        assertThat(second.path("next").isNull()).isTrue();
    }

    @Test
    void filtersByStreamTimeAndLabel() {
        assertThat(ids("stream=odd")).containsExactly(Samples.id(3));
        assertThat(ids("stream=odd&stream=yard&label=vehicle")).containsExactly(Samples.id(1));
        assertThat(ids("from=2026-03-01T13:00:02%2B01:00&to=2026-03-01T12:00:03Z"))
                .containsExactly(Samples.id(2));
    }

    private static java.util.List<String> ids(String query) {
        return json(served.get("/api/v1/events?" + query))
                .path("events")
                .findValuesAsText("eventId");
    }

    @Test
    void saysWhichSpansOfAStreamNothingTellsOf() {
        JsonNode gaps = json(served.get("/api/v1/events?stream=yard&limit=1")).path("gaps");

        assertThat(gaps).hasSize(1);
        assertThat(gaps.get(0).path("startUs").asLong()).isEqualTo(5_000_000);
        assertThat(gaps.get(0).path("reason").asText()).isEqualTo("not_watched");
        assertThat(json(served.get("/api/v1/events?stream=yard&stream=odd")).path("gaps"))
                .isEmpty();
    }

    @Test
    void refusesWhatMakesNoSenseWithItsReason() {
        HttpResponse<String> time = served.get("/api/v1/events?from=yesterday");
        HttpResponse<String> limit = served.get("/api/v1/events?limit=1000");
        HttpResponse<String> like = served.get("/api/v1/search?like=" + Samples.id(1));
        HttpResponse<String> cursor =
                served.get("/api/v1/events/stream", "Last-Event-ID", "../../etc");

        assertThat(time.statusCode()).isEqualTo(400);
        assertThat(json(time).path("error").path("message").asText()).contains("from is no time");
        assertThat(json(limit).path("error").path("message").asText())
                .isEqualTo("limit is 1000, not 1 to 200");
        assertThat(code(like)).isEqualTo("BAD_REQUEST");
        assertThat(
                        json(served.get("/api/v1/events?strem=yard"))
                                .path("error")
                                .path("message")
                                .asText())
                .startsWith("there is no parameter \"strem\", required one of stream, from, to");
        assertThat(cursor.statusCode()).isEqualTo(400);
    }

    @Test
    void saysWhatIsNotThere() {
        assertThat(code(served.get("/api/v1/events/" + Samples.id(99)))).isEqualTo("NOT_FOUND");
        assertThat(code(served.get("/api/v1/nothing"))).isEqualTo("NOT_FOUND");
        assertThat(code(served.send(served.to("/api/v1/health").DELETE())))
                .isEqualTo("METHOD_NOT_ALLOWED");
    }

    @Test
    void tellsNothingOfWhatBrokeInside() {
        HttpResponse<String> broken = served.get("/api/v1/events/broken");

        assertThat(broken.statusCode()).isEqualTo(500);
        assertThat(code(broken)).isEqualTo("INTERNAL");
        assertThat(broken.body()).doesNotContain("secret", "Exception", "at io.");
    }

    @Test
    void writesATableThatNoSpreadsheetCalculates() {
        HttpResponse<String> table = served.get("/api/v1/events.csv?stream=yard");

        assertThat(table.headers().firstValue("Content-Type")).hasValue("text/csv; charset=utf-8");
        assertThat(table.body().lines().toList()).hasSize(3);
        assertThat(table.body()).contains(",\"'=HYPERLINK(\"\"x\"\"), she said\",en,");
        assertThat(CsvText.cell("-2+3")).isEqualTo("\"'-2+3\"");
        assertThat(CsvText.cell("@a")).isEqualTo("\"'@a\"");
        assertThat(CsvText.cell("\t=1")).isEqualTo("\"'\t=1\"");
        assertThat(CsvText.cell("a van")).isEqualTo("a van");
    }

    @Test
    void sendsAPictureOnceUntilItChanges() {
        HttpResponse<String> first = served.get("/api/v1/streams/yard/picture");
        String tag = first.headers().firstValue("ETag").orElseThrow();
        HttpResponse<String> again =
                served.get("/api/v1/streams/yard/picture", "If-None-Match", "W/" + tag);

        assertThat(first.headers().firstValue("Content-Type")).hasValue("image/jpeg");
        assertThat(first.body().getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo(InMemoryView.JPEG);
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
    }

    @Test
    void playsTheRangeThatAPlayerAsksFor() {
        String path = "/api/v1/events/" + Samples.id(1) + "/clip";
        HttpResponse<String> whole = served.get(path);
        HttpResponse<String> part = served.get(path, "Range", "bytes=2-4");
        HttpResponse<String> last = served.get(path, "Range", "bytes=-3");
        HttpResponse<String> beyond = served.get(path, "Range", "bytes=10-");
        HttpResponse<String> changed =
                served.get(path, "Range", "bytes=2-4", "If-Range", "\"other\"");

        assertThat(whole.statusCode()).isEqualTo(200);
        assertThat(whole.headers().firstValue("Accept-Ranges")).hasValue("bytes");
        assertThat(whole.headers().firstValue("Clip-Start-Us")).hasValue("10000000");
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.body()).isEqualTo("234");
        assertThat(part.headers().firstValue("Content-Range")).hasValue("bytes 2-4/10");
        assertThat(last.body()).isEqualTo("789");
        assertThat(beyond.statusCode()).isEqualTo(416);
        assertThat(beyond.headers().firstValue("Content-Range")).hasValue("bytes */10");
        assertThat(changed.body()).isEqualTo("0123456789");
    }

    @Test
    void namesTheCodecThatBrowsersDoNotPlay() {
        String path = "/api/v1/events/" + Samples.id(3) + "/clip";
        HttpResponse<String> odd = served.get(path);
        HttpResponse<String> head =
                served.send(served.to(path).method("HEAD", HttpRequest.BodyPublishers.noBody()));

        assertThat(odd.statusCode()).isEqualTo(415);
        assertThat(code(odd)).isEqualTo("UNPLAYABLE");
        assertThat(odd.body()).contains("hevc");
        assertThat(head.statusCode()).isEqualTo(415);
    }

    @Test
    void drawsWhatMovedCellByCell() {
        JsonNode trace = json(served.get("/api/v1/events/" + Samples.id(1) + "/trace"));

        assertThat(trace.path("motion").toString()).isEqualTo("[[1.5,0,0,2]]");
        assertThat(trace.path("loudnessDbfs").toString()).isEqualTo("[-20.0]");
    }

    @Test
    void addsAndRemovesStreams() {
        HttpResponse<String> added =
                served.post("/api/v1/streams", "{\"streamId\":\"gate\",\"source\":\"rtsp://g\"}");
        HttpResponse<String> refused =
                served.post("/api/v1/streams", "{\"source\":\"gopher://u:password@g\"}");
        HttpResponse<String> removed = served.send(served.to("/api/v1/streams/gate").DELETE());
        HttpResponse<String> again = served.send(served.to("/api/v1/streams/gate").DELETE());

        assertThat(added.statusCode()).isEqualTo(201);
        assertThat(json(added).path("replaced").asBoolean()).isFalse();
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).doesNotContain("password");
        assertThat(removed.statusCode()).isEqualTo(204);
        assertThat(again.statusCode()).isEqualTo(404);
    }

    @Test
    void answersOnlyWhoAsksForThisMachine() throws IOException {
        try (Socket socket = served.socket("/livez")) {
            assertThat(ServedView.readUntil(socket.getInputStream(), "ok\n")).contains("200 OK");
        }
        String foreign =
                "GET /api/v1/streams HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n";
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), served.server.port())) {
            socket.getOutputStream()
                    .write(foreign.getBytes(java.nio.charset.StandardCharsets.UTF_8));
            assertThat(ServedView.readUntil(socket.getInputStream(), "nothing like it"))
                    .startsWith("HTTP/1.1 421")
                    .doesNotContain("yard");
        }
    }

    @Test
    void letsNoOtherPageChangeOrFollow() {
        String own = "http://127.0.0.1:" + served.server.port();
        String body = "{\"source\":\"gopher://\"}";

        assertThat(
                        served.post("/api/v1/streams", body, "Origin", "http://evil.example")
                                .statusCode())
                .isEqualTo(403);
        assertThat(served.post("/api/v1/streams", body, "Origin", "null").statusCode())
                .isEqualTo(403);
        assertThat(
                        served.post("/api/v1/streams", body, "Origin", "http://127.0.0.1:1")
                                .statusCode())
                .isEqualTo(403);
        assertThat(
                        served.post("/api/v1/streams", body, "Sec-Fetch-Site", "cross-site")
                                .statusCode())
                .isEqualTo(403);
        assertThat(served.post("/api/v1/streams", body, "Origin", own).statusCode()).isEqualTo(400);
        assertThat(
                        served.get("/api/v1/events/stream", "Origin", "http://evil.example")
                                .statusCode())
                .isEqualTo(403);
        assertThat(
                        served.send(
                                        served.to("/api/v1/streams")
                                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                                .header("Content-Type", "text/plain"))
                                .statusCode())
                .isEqualTo(415);
    }

    @Test
    void boundsWhatItReads() {
        String deep = "[".repeat(60) + "]".repeat(60);
        String large = "{\"source\":\"" + "x".repeat(1 << 20) + "\"}";

        assertThat(served.post("/api/v1/streams", "{\"source\":" + deep + "}").statusCode())
                .isEqualTo(400);
        assertThat(code(served.post("/api/v1/streams", large))).isEqualTo("CONTENT_TOO_LARGE");
        assertThat(served.get("/livez", "X-Long", "x".repeat(20_000)).statusCode()).isEqualTo(431);
        assertThat(code(served.post("/api/v1/streams", "{\"source\":"))).isEqualTo("BAD_REQUEST");
    }

    @Test
    void tellsBrowsersToTrustNothingElse() {
        for (String path : java.util.List.of("/api/v1/health", "/probe.txt", "/none.txt")) {
            HttpResponse<String> response = served.get(path);

            assertThat(response.headers().firstValue("Content-Security-Policy").orElse(""))
                    .as(path)
                    .contains("default-src 'self'", "frame-ancestors 'none'");
            assertThat(response.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
            assertThat(response.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
            assertThat(response.headers().firstValue("Server")).isEmpty();
        }
    }

    @Test
    void servesFilesOfThePageAndNoOthers() {
        HttpResponse<String> file = served.get("/probe.txt");
        String tag = file.headers().firstValue("ETag").orElseThrow();

        assertThat(file.body()).isEqualTo("A file of the page.\n");
        assertThat(file.headers().firstValue("Cache-Control")).hasValue("no-cache");
        assertThat(served.get("/probe.txt", "If-None-Match", tag).statusCode()).isEqualTo(304);
        assertThat(served.get("/..%2fio/watchword/view/http/schemas.json").statusCode())
                .isGreaterThanOrEqualTo(400);
        assertThat(served.get("/x/../io.json").statusCode()).isGreaterThanOrEqualTo(400);
    }

    @Test
    void saysHowTheProcessDoes() {
        JsonNode health = json(served.get("/api/v1/health"));

        assertThat(health.path("status").asText()).isEqualTo("ok");
        assertThat(health.path("streams").path("backing_off").asInt()).isEqualTo(2);
        assertThat(served.get("/metrics").body()).startsWith("watchword_up 1\n");
        assertThat(json(served.get("/readyz")).path("components").path("broker").asText())
                .isEqualTo("ok");
    }

    @Test
    void isAliveBeforeTheViewIsThere() throws IOException {
        try (ViewServer early =
                ViewServer.start(
                        ViewServer.Settings.local(0, "1.2.3"), new ServedView.WellHealth())) {
            HttpRequest.Builder streams =
                    HttpRequest.newBuilder(
                            java.net.URI.create(
                                    "http://127.0.0.1:" + early.port() + "/api/v1/streams"));
            HttpResponse<String> response = served.send(streams);

            assertThat(response.statusCode()).isEqualTo(503);
            assertThat(code(response)).isEqualTo("STARTING");
            assertThat(response.headers().firstValue("Retry-After")).hasValue("5");
        }
    }

    @Test
    void namesThePortThatIsTaken() {
        assertThatThrownBy(
                        () ->
                                ViewServer.start(
                                        ViewServer.Settings.local(served.server.port(), "1"),
                                        new ServedView.WellHealth()))
                .isInstanceOf(IOException.class)
                .hasMessage("port " + served.server.port() + " on 127.0.0.1 is in use");
    }
}
