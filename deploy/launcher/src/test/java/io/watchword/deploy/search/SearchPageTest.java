package io.watchword.deploy.search;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.watchword.contract.Event;
import io.watchword.contract.TimeSpan;
import io.watchword.contract.TokenLedger;
import io.watchword.deploy.UserMistake;
import io.watchword.deploy.terminal.Terminal;
import io.watchword.proto.v1.FindResponse;
import io.watchword.view.access.Rights;
import io.watchword.view.grpc.SearchMessages;
import io.watchword.view.lucene.LuceneEventSearch;
import io.watchword.view.search.OtherWords;
import io.watchword.view.search.QueryEmbedder;
import io.watchword.view.search.SearchQuery;
import io.watchword.view.timeline.EvidenceVectors;
import io.watchword.view.timeline.Position;
import io.watchword.view.timeline.TimelineEntry;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class SearchPageTest {
    private static final int EVENTS = 450;
    private static final Instant NOON = Instant.parse("2026-05-04T12:00:00Z");
    private static final Pattern MORE = Pattern.compile("--page (\\S+)");

    private final LuceneEventSearch index =
            LuceneEventSearch.inMemory(QueryEmbedder.NONE, OtherWords.NONE);
    private final Path data;

    SearchPageTest(@TempDir Path data) {
        this.data = data;
    }

    @BeforeEach
    void fill() {
        for (int i = 0; i < EVENTS; i++) {
            index.entry(entry(i));
        }
        index.awaitIndexed();
    }

    @AfterEach
    void close() {
        index.close();
    }

    @Test
    void goesOnPageAfterPageWithTheTokenThatEachPrints() {
        List<String> ids = new ArrayList<>();
        List<String> arguments = List.of("van", "--limit", "200");
        while (!arguments.isEmpty()) {
            Printed printed = run(arguments.toArray(String[]::new));
            Matcher id = Pattern.compile("  (e\\d+)\n").matcher(printed.out);
            while (id.find()) {
                ids.add(id.group(1));
            }
            Matcher more = MORE.matcher(printed.err);
            arguments =
                    more.find()
                            ? List.of("van", "--limit", "200", "--page", more.group(1))
                            : List.of();
        }

        assertThat(ids).hasSize(EVENTS).doesNotHaveDuplicates();
    }

    @Test
    void goesOnInJsonToo() throws Exception {
        ObjectMapper json = new ObjectMapper();

        JsonNode first = json.readTree(run("--limit", "1", "--json").out);
        JsonNode second =
                json.readTree(
                        run("--limit", "1", "--json", "--page", first.path("next").asText()).out);

        assertThat(first.at("/hits/0/event/eventId").asText()).isEqualTo("e449");
        assertThat(second.at("/hits/0/event/eventId").asText()).isEqualTo("e448");
    }

    @Test
    void refusesATokenOfAnotherSearch() {
        Matcher more = MORE.matcher(run("van").err);
        assertThat(more.find()).isTrue();

        assertThatThrownBy(() -> run("dog", "--page", more.group(1)))
                .isInstanceOf(UserMistake.class)
                .hasMessageContaining("page is of another query");
    }

    private record Printed(String out, String err) {}

    private Printed run(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        SearchCommand command = new SearchCommand();
        new CommandLine(command).parseArgs(with(arguments));
        SearchRun run =
                new SearchRun(
                        new Terminal(
                                new PrintStream(out, true, UTF_8),
                                new PrintStream(err, true, UTF_8),
                                false,
                                Integer.MAX_VALUE),
                        new SearchTimes(NOON, ZoneOffset.UTC));
        int code = run.answer(command, new IndexFinder(index), run.query(command), List::of);
        assertThat(code).isZero();
        return new Printed(out.toString(UTF_8), err.toString(UTF_8));
    }

    private String[] with(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--data");
        all.add(data.toString());
        return all.toArray(String[]::new);
    }

    /** An index as a finder. */
    private record IndexFinder(LuceneEventSearch index) implements Finder {
        @Override
        public FindResponse find(SearchQuery query) {
            return SearchMessages.response(index.search(query, Rights.ALL));
        }

        @Override
        public int rebuild() {
            return index.size();
        }

        @Override
        public void close() {}
    }

    private static TimelineEntry entry(int n) {
        Event event =
                new Event(
                        "e" + n,
                        1,
                        "yard",
                        "yard",
                        new TimeSpan(n * 1_000_000L, n * 1_000_000L + 500_000),
                        "A van passes.",
                        "en",
                        List.of(),
                        Event.Severity.INFO,
                        0.9f,
                        new Event.Evidence(List.of(), -1, new TokenLedger(0, 0, 0, 0, 0, 0, 0)),
                        new Event.Model("m", "00", "00", "00"),
                        false,
                        Optional.empty());
        return new TimelineEntry(
                event,
                Optional.of(NOON.plusSeconds(n)),
                NOON.plusSeconds(n),
                EvidenceVectors.NONE,
                new Position(0, n));
    }
}
