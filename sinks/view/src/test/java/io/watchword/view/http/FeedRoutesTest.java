package io.watchword.view.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class FeedRoutesTest {
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

    @Test
    void tellsEventsAsTheyHappenAndGoesOnWhereItWas() throws IOException {
        try (Socket socket = served.socket("/api/v1/events/stream")) {
            ServedView.readUntil(socket.getInputStream(), "event: stream");
            served.view.add(Samples.entry(4, "yard", "A van stops."));
            assertThat(ServedView.readUntil(socket.getInputStream(), "A van stops."))
                    .contains("id: 0-5\nevent: event\ndata: {\"eventId\":\"" + Samples.id(4));
        }
        served.view.add(Samples.entry(5, "yard", "The van leaves."));
        try (Socket socket = served.socket("/api/v1/events/stream", "Last-Event-ID: 0-5")) {
            assertThat(ServedView.readUntil(socket.getInputStream(), "The van leaves."))
                    .contains("200 OK", "text/event-stream", "id: 0-6\n")
                    .doesNotContain("A van stops.");
        }
    }

    @Test
    void whoLeavesBeforeAnythingCameGoesOnWhereItBegan() throws IOException {
        served.view.add(Samples.entry(4, "yard", "A van stops."));
        String began;
        try (Socket socket = served.socket("/api/v1/events/stream")) {
            String read = ServedView.readUntil(socket.getInputStream(), "event: stream");
            began = read.replaceAll("(?s).*retry: 2000\nid: ([0-9.-]+)\n\n.*", "$1");
            assertThat(read).doesNotContain("event: event");
        }
        served.view.add(Samples.entry(5, "yard", "The van leaves."));
        try (Socket socket = served.socket("/api/v1/events/stream", "Last-Event-ID: " + began)) {
            String read = ServedView.readUntil(socket.getInputStream(), "id: 0-6\nevent: event");
            assertThat(read)
                    .contains("retry: 2000\nid: " + began + "\n\n")
                    .containsOnlyOnce("event: event");
        }
    }

    @Test
    void tellsOnlyWhatIsAskedFor() throws IOException {
        try (Socket socket =
                served.socket("/api/v1/events/stream?q=Vans%20stop&stream=yard&label=car")) {
            ServedView.readUntil(socket.getInputStream(), "event: stream");
            served.view.add(Samples.entry(1, "yard", "A van stops.", "car"));
            served.view.add(Samples.entry(2, "gate", "Vans stopping.", "car"));
            served.view.add(Samples.entry(3, "yard", "Vans stopping.", "person"));
            served.view.add(Samples.entry(4, "yard", "Two vans stopping.", "car"));
            assertThat(ServedView.readUntil(socket.getInputStream(), Samples.id(4)))
                    .doesNotContain(Samples.id(1), Samples.id(2), Samples.id(3));
        }
    }

    @Test
    void givesASignOfLifeAndTellsOfChangedStreams() throws IOException {
        try (Socket socket = served.socket("/api/v1/events/stream")) {
            assertThat(ServedView.readUntil(socket.getInputStream(), ": ping"))
                    .contains("event: stream\ndata: {\"streamId\":\"yard\"");
            served.view.streams.add("gate");
            assertThat(ServedView.readUntil(socket.getInputStream(), "gate\""))
                    .doesNotContain("\"streamId\":\"yard\"");
        }
    }

    @Test
    void cutsOffWhoDoesNotReadAndFreesItsPlace() throws IOException {
        try (Socket slow = served.socket("/api/v1/events/stream")) {
            InputStream in = slow.getInputStream();
            ServedView.readUntil(in, "event: stream");
            String caption = "x".repeat(2000);
            int number = 0;
            while (!served.view.feed.places.get(0).isOver() && number < 100_000) {
                served.view.add(Samples.entry(number++, "yard", caption));
                served.view.entries.clear();
            }
            String read = ServedView.readUntil(in, "nothing like it"); // up to its end
            String cursor = read.replaceAll("(?s).*\"cursor\":\"0-(\\d+)\",\"reason\".*", "$1");

            assertThat(number).isGreaterThan(FakeFeed.QUEUE).isLessThan(100_000);
            assertThat(read).contains("\nid: 0-" + cursor + "\nevent: cut\n", "TOO_SLOW");
            // What came has no hole: every event up to the cursor, then none.
            assertThat(read.split("event: event", -1).length - 1)
                    .isEqualTo(Integer.parseInt(cursor))
                    .isLessThan(number);
        }
        while (!served.view.feed.places.isEmpty()) {
            Thread.onSpinWait(); // bounded by the time limit of the test
        }
    }

    @Test
    void takesNoMoreThanAreAllowed() throws IOException {
        try (Socket one = served.socket("/api/v1/events/stream");
                Socket two = served.socket("/api/v1/events/stream");
                Socket three = served.socket("/api/v1/events/stream")) {
            for (Socket socket : java.util.List.of(one, two, three)) {
                ServedView.readUntil(socket.getInputStream(), "event: stream");
            }
            HttpResponse<String> fourth = served.get("/api/v1/events/stream");

            assertThat(fourth.statusCode()).isEqualTo(503);
            assertThat(ServedView.code(fourth)).isEqualTo("TOO_MANY_FOLLOWERS");
        }
        while (!served.view.feed.places.isEmpty()) {
            Thread.onSpinWait(); // bounded by the time limit of the test
        }
    }
}
