package io.watchword.view.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.watchword.contract.Event;
import io.watchword.contract.TimeSpan;
import io.watchword.contract.TokenLedger;
import io.watchword.proto.v1.FindRequest;
import io.watchword.proto.v1.FindResponse;
import io.watchword.proto.v1.RebuildRequest;
import io.watchword.proto.v1.SearchGrpc;
import io.watchword.view.access.Rights;
import io.watchword.view.search.EventSearch;
import io.watchword.view.search.SearchHit;
import io.watchword.view.search.SearchPage;
import io.watchword.view.search.SearchQuery;
import io.watchword.view.search.SearchTooSlow;
import io.watchword.view.timeline.EvidenceVectors;
import io.watchword.view.timeline.Position;
import io.watchword.view.timeline.TimelineEntry;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SearchServiceTest {
    private static final Instant NOON = Instant.parse("2026-05-04T12:00:00Z");

    private final AtomicReference<SearchQuery> asked = new AtomicReference<>();
    private final AtomicReference<Rights> by = new AtomicReference<>();
    private Optional<Server> server = Optional.empty();
    private Optional<ManagedChannel> channel = Optional.empty();

    @AfterEach
    void close() {
        channel.ifPresent(ManagedChannel::shutdownNow);
        server.ifPresent(Server::shutdownNow);
    }

    @Test
    void handsOnTheQueryAndTheRightsOfTheCaller() throws IOException {
        Rights ann = new Rights("ann", false, Set.of("yard"));
        SearchQuery query =
                new SearchQuery(
                        "white van",
                        Optional.of(new SearchQuery.Like("e1", SearchQuery.By.SOUND)),
                        Set.of("yard"),
                        Optional.of(NOON),
                        Optional.of(NOON.plusSeconds(60)),
                        Set.of("motion"),
                        7,
                        Optional.of("p2"));

        client(ann, page()).find(SearchMessages.request(query));

        assertThat(asked.get()).isEqualTo(query);
        assertThat(by.get()).isEqualTo(ann);
    }

    @Test
    void answersWithWhatWasFoundAndWhy() throws IOException {
        FindResponse found =
                client(Rights.ALL, page()).find(FindRequest.newBuilder().setText("van").build());

        assertThat(found.getNext()).isEqualTo("p3");
        assertThat(found.getHits(0).getEvent().getCaption()).isEqualTo("A van.");
        assertThat(found.getHits(0).getEvent().hasStartsAtUnixUs()).isFalse();
        assertThat(found.getHits(0).getLikeness()).isEqualTo(0.5f);
        assertThat(found.getHits(0).getSnippet(1).getMatch()).isTrue();
    }

    @Test
    void saysWhatWasWrongWithAQuery() throws IOException {
        SearchGrpc.SearchBlockingStub client =
                client(
                        Rights.ALL,
                        (query, rights) -> {
                            throw new SearchTooSlow(5000);
                        });

        assertThatThrownBy(() -> client.find(FindRequest.newBuilder().setLimit(201).build()))
                .hasMessage("INVALID_ARGUMENT: limit is 201, not 1 to 200");
        assertThatThrownBy(() -> client.find(FindRequest.getDefaultInstance()))
                .hasMessageContaining("DEADLINE_EXCEEDED: the search took longer than 5000 ms");
    }

    @Test
    void rebuildsForThoseWhoMaySeeEverything() throws IOException {
        assertThat(
                        client(Rights.ALL, page())
                                .rebuild(RebuildRequest.getDefaultInstance())
                                .getEvents())
                .isEqualTo(42);
        close();
        SearchGrpc.SearchBlockingStub ann =
                client(new Rights("ann", false, Set.of("yard")), page());

        assertThatThrownBy(() -> ann.rebuild(RebuildRequest.getDefaultInstance()))
                .hasMessageContaining("PERMISSION_DENIED");
    }

    private EventSearch page() {
        Event event =
                new Event(
                        "e1",
                        1,
                        "yard",
                        "yard",
                        new TimeSpan(0, 5_000_000),
                        "A van.",
                        "en",
                        List.of("motion"),
                        Event.Severity.INFO,
                        0.9f,
                        new Event.Evidence(List.of("s1"), -1, new TokenLedger(0, 0, 0, 0, 0, 0, 0)),
                        new Event.Model("m", "00", "00", "00"),
                        false,
                        Optional.empty());
        SearchHit hit =
                new SearchHit(
                        new TimelineEntry(
                                event,
                                Optional.empty(),
                                NOON,
                                EvidenceVectors.NONE,
                                new Position(0, 0)),
                        0.03f,
                        List.of("van"),
                        Optional.of(0.5f),
                        List.of(
                                new SearchHit.Piece("A ", false),
                                new SearchHit.Piece("van", true)));
        return (query, rights) -> {
            asked.set(query);
            by.set(rights);
            return new SearchPage(List.of(hit), Optional.of("p3"));
        };
    }

    private SearchGrpc.SearchBlockingStub client(Rights rights, EventSearch search)
            throws IOException {
        String name = InProcessServerBuilder.generateName();
        server =
                Optional.of(
                        InProcessServerBuilder.forName(name)
                                .directExecutor()
                                .intercept(CallerRights.always(rights))
                                .addService(new SearchService(search, () -> 42))
                                .build()
                                .start());
        channel = Optional.of(InProcessChannelBuilder.forName(name).directExecutor().build());
        return SearchGrpc.newBlockingStub(channel.get());
    }
}
