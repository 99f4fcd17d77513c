package io.watchword.llm.remote;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServerSentEventsTest {
    private static final String STREAM =
            String.join(
                    "",
                    "data: {\"a\":1}\n\n",
                    ": a comment\n\n",
                    "event: x\nid: 7\ndata:б\r\ndata: c\r\n\r\n",
                    "data\n\n",
                    "data: not ended\n");
    private static final List<String> EVENTS = List.of("{\"a\":1}", "б\nc", "");

    @Test
    void givesTheDataOfEachWholeEvent() {
        assertThat(new ServerSentEvents().feed(STREAM.getBytes(UTF_8))).isEqualTo(EVENTS);
    }

    @Test
    void givesTheSameWhereverTheBytesAreCut() {
        byte[] bytes = STREAM.getBytes(UTF_8);
        for (int cut = 0; cut <= bytes.length; cut++) {
            ServerSentEvents events = new ServerSentEvents();
            List<String> found = new ArrayList<>(events.feed(Arrays.copyOf(bytes, cut)));
            found.addAll(events.feed(Arrays.copyOfRange(bytes, cut, bytes.length)));

            assertThat(found).as("cut at %d", cut).isEqualTo(EVENTS);
        }
    }

    @Test
    void aLoneCarriageReturnEndsALineToo() {
        assertThat(new ServerSentEvents().feed("data: a\r\rdata: b\r\r".getBytes(UTF_8)))
                .containsExactly("a", "b");
    }
}
