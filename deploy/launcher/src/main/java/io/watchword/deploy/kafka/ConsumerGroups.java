package io.watchword.deploy.kafka;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.watchword.contract.Topics;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;

/** What the broker knows of its consumer groups. */
public final class ConsumerGroups {
    private static final long TIMEOUT_S = 30;

    private ConsumerGroups() {}

    /**
     * Forgets all groups, with their offsets. The broker may still count members in them: those of
     * a process that was killed, whose session has not run out yet. Whoever calls this holds the
     * data directory, so none of them lives.
     */
    public static void forgetAll(Admin admin)
            throws InterruptedException, ExecutionException, TimeoutException {
        forgetAll(admin, group -> false);
    }

    /**
     * Forgets groups.
     *
     * @param kept those of which only the members are forgotten
     */
    public static void forgetAll(Admin admin, Predicate<String> kept)
            throws InterruptedException, ExecutionException, TimeoutException {
        List<String> groups =
                admin.listGroups().all().get(TIMEOUT_S, SECONDS).stream()
                        .map(GroupListing::groupId)
                        .toList();
        if (groups.isEmpty()) {
            return;
        }
        for (ConsumerGroupDescription group :
                admin.describeConsumerGroups(groups).all().get(TIMEOUT_S, SECONDS).values()) {
            if (!group.members().isEmpty()) {
                admin.removeMembersFromConsumerGroup(
                                group.groupId(), new RemoveMembersFromConsumerGroupOptions())
                        .all()
                        .get(TIMEOUT_S, SECONDS);
            }
        }
        admin.deleteConsumerGroups(groups.stream().filter(kept.negate()).toList())
                .all()
                .get(TIMEOUT_S, SECONDS);
    }

    /** Whether every group has committed all there is on topic {@code events}. */
    public static boolean haveAllEvents(Admin admin, Collection<String> groups)
            throws InterruptedException, ExecutionException, TimeoutException {
        Map<TopicPartition, Long> ends = ends(admin, Topics.EVENTS);
        for (String group : groups) {
            Map<TopicPartition, OffsetAndMetadata> committed =
                    admin.listConsumerGroupOffsets(group)
                            .partitionsToOffsetAndMetadata()
                            .get(TIMEOUT_S, SECONDS);
            for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
                OffsetAndMetadata offset = committed.get(end.getKey());
                long reached = offset == null ? 0 : offset.offset();
                if (reached < end.getValue()) {
                    return false;
                }
            }
        }
        return true;
    }

    private static Map<TopicPartition, Long> ends(Admin admin, String topic)
            throws InterruptedException, ExecutionException, TimeoutException {
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        for (TopicDescription description :
                admin.describeTopics(List.of(topic))
                        .allTopicNames()
                        .get(TIMEOUT_S, SECONDS)
                        .values()) {
            for (TopicPartitionInfo partition : description.partitions()) {
                latest.put(new TopicPartition(topic, partition.partition()), OffsetSpec.latest());
            }
        }
        Map<TopicPartition, Long> ends = new HashMap<>();
        for (Map.Entry<TopicPartition, ListOffsetsResultInfo> end :
                admin.listOffsets(latest).all().get(TIMEOUT_S, SECONDS).entrySet()) {
            ends.put(end.getKey(), end.getValue().offset());
        }
        return ends;
    }
}
