package io.watchword.view.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SubscriptionsRoutesTest {
    private static final String PATH = "/api/v1/subscriptions";
    private static ServedView served;

    @BeforeAll
    static void start() throws IOException {
        served = ServedView.start();
        served.view.streams.add("yard");
        served.view.add(Samples.entry(1, "yard", "A van stops.", "vehicle"));
        served.view.add(Samples.entry(2, "yard", "A dog runs.", "animal"));
    }

    @AfterAll
    static void stop() {
        served.close();
    }

    @Test
    void storesChangesAndRemoves() {
        HttpResponse<String> added =
                served.post(
                        PATH,
                        "{\"words\":\"a van\",\"streams\":[\"yard\"],\"threshold\":0.4,"
                                + "\"rule\":{\"cooldownMs\":5000,\"by\":\"both\"}}");
        String id = ServedView.json(added).path("id").asText();
        JsonNode changed =
                ServedView.json(served.post(PATH, "{\"id\":\"" + id + "\",\"words\":\"a dog\"}"));
        JsonNode one = ServedView.json(served.get(PATH + "/" + id));
        int removed = served.send(served.to(PATH + "/" + id).DELETE()).statusCode();

        assertThat(added.statusCode()).isEqualTo(201);
        assertThat(ServedView.json(added).at("/rule/cooldownMs").asInt()).isEqualTo(5000);
        assertThat(ServedView.json(added).at("/rule/by").asText()).isEqualTo("both");
        assertThat(changed.path("revision").asInt()).isEqualTo(2);
        assertThat(one.path("words").asText()).isEqualTo("a dog");
        assertThat(removed).isEqualTo(204);
        assertThat(served.get(PATH + "/" + id).statusCode()).isEqualTo(404);
    }

    @Test
    void storesManyAtOnce() {
        HttpResponse<String> added =
                served.post(
                        PATH + "/bulk",
                        "{\"subscriptions\":[{\"id\":\"b1\",\"words\":\"a van\"},"
                                + "{\"id\":\"b2\",\"words\":\"a dog\",\"streams\":[\"yard\"]}]}");

        assertThat(added.statusCode()).isEqualTo(201);
        assertThat(ServedView.json(added).path("subscriptions").findValuesAsText("id"))
                .containsExactly("b1", "b2");
        assertThat(ServedView.json(served.get(PATH + "/b2")).path("words").asText())
                .isEqualTo("a dog");
    }

    @Test
    void storesNoneOfManyIfOneIsWrongAndSaysWhich() {
        HttpResponse<String> refused =
                served.post(
                        PATH + "/bulk",
                        "{\"subscriptions\":[{\"id\":\"c1\",\"words\":\"a van\"},"
                                + "{\"id\":\"c1\",\"words\":\"a dog\"},{\"words\":\"\"},"
                                + "{\"words\":\"a bus\"}]}");
        HttpResponse<String> unread =
                served.post(
                        PATH + "/bulk",
                        "{\"subscriptions\":[{\"words\":\"a van\"},{\"words\":7}]}");

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(ServedView.json(refused).at("/error/entries").findValuesAsText("index"))
                .containsExactly("1", "2");
        assertThat(ServedView.json(refused).at("/error/message").asText())
                .contains("entry 1: id: an entry before has it already");
        assertThat(ServedView.json(unread).at("/error/entries/0/index").asInt()).isEqualTo(1);
        assertThat(served.get(PATH + "/c1").statusCode()).isEqualTo(404);
    }

    @Test
    void takesNoMoreThanAThousandAtOnce() {
        String many = "{\"words\":\"a van\"},".repeat(1_000);

        assertThat(
                        served.post(
                                        PATH + "/bulk",
                                        "{\"subscriptions\":[" + many + "{\"words\":\"a van\"}]}")
                                .statusCode())
                .isEqualTo(400);
        assertThat(served.post(PATH + "/bulk", "{\"subscriptions\":[]}").statusCode())
                .isEqualTo(400);
    }

    @Test
    void showsWhatItWouldHaveCaught() {
        JsonNode preview =
                ServedView.json(
                        served.post(
                                PATH + "/preview",
                                "{\"words\":\"vans\",\"from\":\"2026-03-01T00:00:00Z\","
                                        + "\"to\":\"2026-03-02T00:00:00Z\"}"));

        assertThat(preview.path("looked").asInt()).isEqualTo(2);
        assertThat(preview.path("lookedBy").asText()).isEqualTo("happened");
        assertThat(preview.path("hits")).hasSize(1);
        assertThat(preview.at("/hits/0/event/caption").asText()).isEqualTo("A van stops.");
        assertThat(preview.at("/hits/0/why/words").toString()).isEqualTo("[\"van\"]");
    }

    @Test
    void refusesWhatAsksForNothing() {
        HttpResponse<String> empty = served.post(PATH, "{\"words\":\" \"}");
        HttpResponse<String> by = served.post(PATH, "{\"words\":\"a\",\"by\":\"magic\"}");

        assertThat(empty.statusCode()).isEqualTo(400);
        assertThat(empty.body()).contains("required words, a stream or a label");
        assertThat(by.statusCode()).isEqualTo(400);
        assertThat(served.get(PATH + "/none/hits").statusCode()).isEqualTo(404);
    }
}
