package io.watchword.deploy.search;

import io.grpc.StatusRuntimeException;
import io.watchword.contract.bundle.ModelBundle;
import io.watchword.deploy.ExitCode;
import io.watchword.deploy.UserMistake;
import io.watchword.deploy.allinone.CloseStack;
import io.watchword.deploy.allinone.DataDirectory;
import io.watchword.deploy.allinone.DirectoryBroker;
import io.watchword.deploy.ask.WithLog;
import io.watchword.deploy.log.StoredLog;
import io.watchword.deploy.log.StreamChoice;
import io.watchword.deploy.terminal.LogFile;
import io.watchword.deploy.terminal.Terminal;
import io.watchword.fusion.log.StoredStream;
import io.watchword.proto.v1.FindResponse;
import io.watchword.view.search.SearchQuery;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** The command {@code search}. */
final class SearchRun {
    private final Terminal terminal;
    private final SearchTimes times;

    SearchRun(Terminal terminal, SearchTimes times) {
        this.terminal = terminal;
        this.times = times;
    }

    /** Returns the exit code. Nothing is thrown. */
    int run(SearchCommand command, Path home) {
        return WithLog.run(terminal, open -> run(command, home, open));
    }

    private int run(SearchCommand command, Path home, CloseStack open) throws Exception {
        SearchQuery query = query(command);
        Path data = command.data();
        if (!DirectoryBroker.exists(data)) {
            throw new UserMistake("nothing is stored in data directory " + data);
        }
        Optional<String> view = DataDirectory.announcedView(data);
        if (view.isPresent()) {
            try {
                ViewFinder finder = open.add("view", ViewFinder.open(data, view.get()));
                return answer(command, finder, query, () -> streams(data));
            } catch (StatusRuntimeException e) {
                if (!ViewFinder.isGone(e)) {
                    throw e;
                }
            }
        }
        ModelBundle bundle = bundle(command.bundle(home));
        StoredLog log = open.add("log", StoredLog.open(data));
        if (log.llmTarget().isEmpty()) { // else the run that holds the directory writes it
            open.add("log file", LogFile.open(data.resolve("logs")));
        }
        BundleEmbedder embedder = open.add("text encoder", BundleEmbedder.open(bundle));
        StoredFinder finder = open.add("index", StoredFinder.open(data, log, embedder));
        if (!command.rebuild()) {
            finder.catchUp();
        }
        return answer(command, finder, query, () -> log.understanding().streams());
    }

    /** Prints what a finder finds. */
    int answer(
            SearchCommand command,
            Finder finder,
            SearchQuery query,
            Supplier<List<StoredStream>> streams) {
        if (command.rebuild()) {
            terminal.say("rebuilt: " + finder.rebuild() + " events can be found");
        }
        if (!command.asks()) {
            return ExitCode.OK;
        }
        try {
            FindResponse found = finder.find(named(query, streams));
            terminal.out()
                    .print(
                            command.json()
                                    ? SearchJson.of(found)
                                    : new SearchText(times.zone(), terminal.width()).of(found));
            terminal.out().flush();
            if (found.getHitsCount() == 0 && !command.json()) {
                terminal.say("nothing found");
            }
            if (!found.getNext().isEmpty() && !command.json()) {
                terminal.say(SearchText.more(found.getNext()));
            }
            return ExitCode.OK;
        } catch (IllegalArgumentException e) {
            throw new UserMistake(String.valueOf(e.getMessage()).lines().toList());
        }
    }

    private static List<StoredStream> streams(Path data) {
        try (StoredLog log = StoredLog.open(data)) {
            return log.understanding().streams();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    /** With the ids of the streams, as people may name files. */
    private static SearchQuery named(SearchQuery query, Supplier<List<StoredStream>> streams) {
        if (query.streamIds().isEmpty()) {
            return query;
        }
        List<StoredStream> stored = streams.get();
        Set<String> ids = new HashSet<>();
        query.streamIds().forEach(name -> ids.add(StreamChoice.of(name, stored).streamId()));
        return new SearchQuery(
                query.text(),
                query.like(),
                ids,
                query.from(),
                query.to(),
                query.labels(),
                query.limit(),
                query.page());
    }

    /** What the arguments ask for; streams as people name them. */
    SearchQuery query(SearchCommand command) {
        List<String> problems = new ArrayList<>();
        Optional<Instant> from = checked(problems, () -> command.from().map(times::from));
        Optional<Instant> to =
                checked(problems, () -> command.to().map(text -> times.to(text, from)));
        Optional<SearchQuery.Like> like = checked(problems, () -> like(command));
        if (!Files.isDirectory(command.data())) {
            problems.add("data directory " + command.data() + ": there is none");
        }
        Optional<SearchQuery> query =
                checked(
                        problems,
                        () ->
                                Optional.of(
                                        new SearchQuery(
                                                command.text(),
                                                like,
                                                Set.copyOf(command.streams()),
                                                from,
                                                to,
                                                Set.copyOf(command.labels()),
                                                command.limit(),
                                                command.page())));
        if (!problems.isEmpty()) {
            throw new UserMistake(problems);
        }
        return query.orElseThrow();
    }

    private static <T> Optional<T> checked(List<String> problems, Supplier<Optional<T>> part) {
        try {
            return part.get();
        } catch (UserMistake e) {
            problems.addAll(e.problems());
        } catch (IllegalArgumentException e) {
            problems.add(String.valueOf(e.getMessage()));
        }
        return Optional.empty();
    }

    private static Optional<SearchQuery.Like> like(SearchCommand command) {
        for (SearchQuery.By by : SearchQuery.By.values()) {
            if (by.name().toLowerCase(Locale.ROOT).equals(command.by())) {
                return command.like().map(id -> new SearchQuery.Like(id, by));
            }
        }
        throw new UserMistake(
                "--by is \"" + command.by() + "\", required motion, picture or sound");
    }

    private static ModelBundle bundle(Path directory) {
        try {
            return ModelBundle.open(directory);
        } catch (IllegalArgumentException e) {
            throw new UserMistake(String.valueOf(e.getMessage()).lines().toList());
        }
    }
}
