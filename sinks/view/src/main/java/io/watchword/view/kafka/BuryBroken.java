package io.watchword.view.kafka;

import io.watchword.contract.ErrorCode;
import io.watchword.contract.Headers;
import io.watchword.contract.Topics;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.errors.DeserializationExceptionHandler;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProcessingExceptionHandler;
import org.apache.kafka.streams.processor.api.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A record on which reading or processing breaks goes to its topic's dead letters as it came, and
 * the next is taken. What breaks Kafka Streams itself is not the record's fault: there the thread
 * ends, and another one takes over.
 */
public final class BuryBroken
        implements ProcessingExceptionHandler, DeserializationExceptionHandler {
    private static final Logger logger = LoggerFactory.getLogger(BuryBroken.class);
    private static final Set<String> WITH_DEAD_LETTERS = Set.of(Topics.EVENTS, Topics.EMBEDDINGS);

    @Override
    public void configure(Map<String, ?> configs) {
        // has no settings
    }

    @Override
    public ProcessingExceptionHandler.Response handleError(
            ErrorHandlerContext context, Record<?, ?> record, Exception problem) {
        if (problem instanceof KafkaException) {
            return ProcessingExceptionHandler.Response.fail();
        }
        log(context, problem);
        return ProcessingExceptionHandler.Response.resume(
                deadLetter(context, context.sourceRawKey(), context.sourceRawValue(), problem)
                        .map(List::of)
                        .orElse(List.of()));
    }

    @Override
    public DeserializationExceptionHandler.Response handleError(
            ErrorHandlerContext context, ConsumerRecord<byte[], byte[]> record, Exception problem) {
        log(context, problem);
        return DeserializationExceptionHandler.Response.resume(
                deadLetter(context, record.key(), record.value(), problem)
                        .map(List::of)
                        .orElse(List.of()));
    }

    private static void log(ErrorHandlerContext context, Exception problem) {
        logger.atError()
                .addKeyValue("topic", context.topic())
                .addKeyValue("partition", context.partition())
                .addKeyValue("offset", context.offset())
                .setCause(problem)
                .log("record set aside, the view broke on it");
    }

    private static Optional<ProducerRecord<byte[], byte[]>> deadLetter(
            ErrorHandlerContext context, byte[] key, byte[] value, Exception problem) {
        if (!WITH_DEAD_LETTERS.contains(context.topic())) {
            return Optional.empty();
        }
        RecordHeaders headers = new RecordHeaders(context.headers());
        Headers.deadLetter(
                        ViewTopology.STAGE,
                        ErrorCode.INVALID_RECORD,
                        problem.toString(),
                        context.topic(),
                        context.partition(),
                        context.offset())
                .forEach(headers::add);
        return Optional.of(
                new ProducerRecord<>(
                        Topics.deadLetter(context.topic()), null, null, key, value, headers));
    }
}
