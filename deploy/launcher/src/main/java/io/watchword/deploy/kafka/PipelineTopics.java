package io.watchword.deploy.kafka;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.watchword.contract.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * Creates the topics that are missing. All of them have {@code LogAppendTime}: media time lives in
 * the records, so a wrong camera clock can neither delete data nor have it refused.
 */
public final class PipelineTopics {
    /** The largest record a topic takes. */
    public static final int MAX_RECORD_BYTES = 8 << 20;

    /** At most so many ingest workers share the streams. */
    private static final int STREAMS_PARTITIONS = 8;

    private static final Map<String, String> ALWAYS =
            Map.of(
                    "message.timestamp.type",
                    "LogAppendTime",
                    "max.message.bytes",
                    Integer.toString(MAX_RECORD_BYTES));

    private PipelineTopics() {}

    /** Creates what is missing and leaves the rest as it is. */
    public static void create(Admin admin, int partitions)
            throws InterruptedException, ExecutionException, TimeoutException {
        Set<String> existing = admin.listTopics().names().get(30, SECONDS);
        List<NewTopic> missing = new ArrayList<>();
        for (String log : Topics.logs()) {
            missing.add(new NewTopic(log, partitions, (short) 1).configs(ALWAYS));
        }
        Map<String, String> compacted = new HashMap<>(ALWAYS);
        compacted.put("cleanup.policy", "compact");
        for (String table : Topics.tables()) {
            int shares = table.equals(Topics.STREAMS) ? STREAMS_PARTITIONS : 1;
            missing.add(new NewTopic(table, shares, (short) 1).configs(compacted));
        }
        missing.removeIf(topic -> existing.contains(topic.name()));
        admin.createTopics(missing).all().get(30, SECONDS);
    }
}
