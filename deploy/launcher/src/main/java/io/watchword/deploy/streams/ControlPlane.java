package io.watchword.deploy.streams;

import io.watchword.contract.StreamProgress;
import io.watchword.contract.StreamSpec;
import io.watchword.deploy.UserMistake;
import io.watchword.deploy.allinone.DataDirectory;
import io.watchword.deploy.allinone.DirectoryBroker;
import io.watchword.deploy.secret.SecretStore;
import io.watchword.ingest.kafka.StreamsTopic;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The streams of one installation, and their secrets: at the broker of the run that holds the data
 * directory, at another broker, or at one that this starts for the moment. Owns what it opened. Not
 * thread-safe.
 */
public final class ControlPlane implements AutoCloseable {
    private final Deque<AutoCloseable> open;
    private final String bootstrapServers;
    private final StreamsTopic topic;
    private final SecretStore secrets;

    private ControlPlane(
            Deque<AutoCloseable> open,
            String bootstrapServers,
            StreamsTopic topic,
            SecretStore secrets) {
        this.open = open;
        this.bootstrapServers = bootstrapServers;
        this.topic = topic;
        this.secrets = secrets;
    }

    /** What became of a stream that was added. */
    public enum Added {
        NEW,
        REPLACED
    }

    /** Of a run that is under way. */
    public static ControlPlane at(String bootstrapServers, SecretStore secrets) {
        Deque<AutoCloseable> open = new ArrayDeque<>();
        StreamsTopic topic = StreamsTopic.open(bootstrapServers);
        open.push(topic);
        return new ControlPlane(open, bootstrapServers, topic, secrets);
    }

    /**
     * From outside of a run.
     *
     * @param bootstrap of a broker elsewhere; empty for the one of the data directory
     * @throws UserMistake if there is none
     */
    static ControlPlane open(Path data, Optional<String> bootstrap) throws Exception {
        SecretStore secrets = SecretStore.open(DataDirectory.secrets(data), Map.of());
        if (bootstrap.isPresent()) {
            return at(bootstrap.get(), secrets);
        }
        Deque<AutoCloseable> open = new ArrayDeque<>();
        try {
            DirectoryBroker broker = DirectoryBroker.open(data);
            open.push(broker);
            String servers = broker.bootstrapServers();
            StreamsTopic topic = StreamsTopic.open(servers);
            open.push(topic);
            return new ControlPlane(open, servers, topic, secrets);
        } catch (Exception e) {
            close(open);
            throw e;
        }
    }

    String bootstrapServers() {
        return bootstrapServers;
    }

    /** Keeps a stream's secrets and tells of the stream; of one with its id, in its place. */
    public Added add(NewStream stream) throws IOException {
        String id = stream.spec().streamId();
        boolean known = topic.all().specs().containsKey(id);
        secrets.deleteOf(id);
        for (Map.Entry<String, String> secret : stream.secrets().entrySet()) {
            secrets.put(secret.getKey(), secret.getValue());
        }
        topic.add(stream.spec());
        return known ? Added.REPLACED : Added.NEW;
    }

    /**
     * Removes a stream, what was found in its folder, and their secrets.
     *
     * @return whether there was one
     */
    public boolean remove(String streamId) throws IOException {
        Map<String, StreamSpec> specs = topic.all().specs();
        boolean known = specs.containsKey(streamId);
        if (known) {
            topic.remove(streamId);
            secrets.deleteOf(streamId);
        }
        for (StreamSpec spec : specs.values()) {
            if (spec.folder().filter(streamId::equals).isPresent()) {
                topic.remove(spec.streamId());
            }
        }
        return known;
    }

    /** Removes what runs brought: of one run, or of all but one. */
    public void removeOf(String owner, boolean others) throws IOException {
        List<StreamSpec> specs = List.copyOf(topic.all().specs().values());
        for (StreamSpec spec : specs) {
            boolean own = spec.owner().equals(owner);
            if (!spec.owner().isEmpty() && own != others) {
                topic.remove(spec.streamId());
                secrets.deleteOf(spec.streamId());
            }
        }
    }

    /** The source of a stream as it is kept; empty if there is no such stream. */
    public Optional<String> sourceOf(String streamId) {
        return Optional.ofNullable(topic.all().specs().get(streamId)).map(StreamSpec::source);
    }

    /** Of a file: pts of its first frame or sample, which is at media time 0; 0 if unknown. */
    public long originPtsUsOf(String streamId) {
        StreamProgress progress = topic.all().progress().get(streamId);
        return progress == null ? 0 : progress.originPtsUs();
    }

    StreamsTopic.Contents contents() {
        return topic.all();
    }

    private static void close(Deque<AutoCloseable> open) throws Exception {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }

    @Override
    public void close() throws Exception {
        close(open);
    }
}
