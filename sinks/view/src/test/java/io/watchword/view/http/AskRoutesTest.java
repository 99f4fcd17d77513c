package io.watchword.view.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class AskRoutesTest {
    private ServedView served;

    @BeforeEach
    void start() throws IOException {
        served = ServedView.start();
        served.view.streams.add("yard");
    }

    @AfterEach
    void stop() {
        served.close();
    }

    private BufferedReader ask(String question) {
        HttpRequest.Builder request =
                served.to("/api/v1/ask")
                        .header("Content-Type", "application/json")
                        .POST(
                                HttpRequest.BodyPublishers.ofString(
                                        "{\"stream\":\"yard\",\"question\":\"" + question + "\"}"));
        HttpResponse<InputStream> response =
                served.send(request, HttpResponse.BodyHandlers.ofInputStream());
        assertThat(response.statusCode()).isEqualTo(200);
        return new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
    }

    @Test
    void tellsAWindowBeforeTheAnswerIsThere() throws IOException {
        try (BufferedReader lines = ask("Does a van stop?")) {
            String window = lines.readLine(); // the answer waits for it
            served.view.mayAnswer.countDown();
            String answer = lines.readLine();

            assertThat(ServedView.json(window).path("kind").asText()).isEqualTo("window");
            assertThat(ServedView.json(answer).path("answer").path("verdict").asText())
                    .isEqualTo("yes");
            assertThat(lines.readLine()).isNull();
        }
    }

    @Test
    void takesNoMoreQuestionsThanAreAllowed() throws IOException {
        try (BufferedReader lines = ask("Does a van stop?")) {
            lines.readLine();
            HttpResponse<String> second =
                    served.post("/api/v1/ask", "{\"stream\":\"yard\",\"question\":\"And now?\"}");

            assertThat(second.statusCode()).isEqualTo(429);
            assertThat(ServedView.code(second)).isEqualTo("TOO_MANY_REQUESTS");
        }
    }

    private static long threadsThatAsk() {
        return Thread.getAllStackTraces().values().stream()
                .filter(stack -> Arrays.stream(stack).anyMatch(at -> isOf(AskRoutes.class, at)))
                .count();
    }

    private static boolean isOf(Class<?> type, StackTraceElement at) {
        return at.getClassName().equals(type.getName());
    }

    @Test
    void answersOthersWhileManyQuestionsWait() throws Exception {
        ViewLimits patient =
                new ViewLimits(
                        3, 1, Duration.ofSeconds(20), Duration.ofDays(1), Duration.ofDays(1));
        try (ServedView busy =
                ServedView.start(
                        ViewAddress.local(0), Optional.empty(), Optional.empty(), patient)) {
            busy.view.streams.add("yard");
            HttpRequest question =
                    busy.to("/api/v1/ask")
                            .header("Content-Type", "application/json")
                            .POST(
                                    HttpRequest.BodyPublishers.ofString(
                                            "{\"stream\":\"yard\",\"question\":\"A van?\"}"))
                            .build();
            HttpClient many = HttpClient.newHttpClient();
            List<CompletableFuture<HttpResponse<String>>> asked =
                    IntStream.range(0, 80)
                            .mapToObj(
                                    i ->
                                            many.sendAsync(
                                                    question, HttpResponse.BodyHandlers.ofString()))
                            .toList();

            while (threadsThatAsk() < asked.size()) {
                Thread.sleep(5);
            }

            assertThat(busy.get("/api/v1/streams").statusCode()).isEqualTo(200);
            assertThat(asked).noneMatch(CompletableFuture::isDone);
            busy.view.mayAnswer.countDown();
            assertThat(asked).allMatch(one -> one.join().statusCode() == 200);
        }
    }

    @Test
    void endsABrokenAnswerWithALineThatSaysSo() throws IOException {
        served.view.mayAnswer.countDown();
        try (BufferedReader lines = ask("break")) {
            lines.readLine();
            String error = lines.readLine();

            assertThat(ServedView.json(error).path("kind").asText()).isEqualTo("error");
            assertThat(error).contains("INTERNAL").doesNotContain("secret");
        }
    }

    @Test
    void refusesAQuestionWithItsReason() {
        HttpResponse<String> nothing =
                served.post("/api/v1/ask", "{\"stream\":\"attic\",\"question\":\"A van?\"}");
        HttpResponse<String> empty =
                served.post("/api/v1/ask", "{\"stream\":\"yard\",\"question\":\" \"}");

        assertThat(nothing.statusCode()).isEqualTo(404);
        assertThat(empty.statusCode()).isEqualTo(400);
        assertThat(empty.body()).contains("question is missing or empty");
    }
}
