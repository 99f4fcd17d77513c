package io.watchword.view.kafka;

import io.watchword.contract.ErrorCode;
import io.watchword.contract.Headers;
import io.watchword.contract.Topics;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProductionExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What Kafka refuses to take, because of what it is, goes to the dead letters of events without its
 * value, and the view goes on; what it cannot take now is sent again.
 */
public final class BuryUnsent implements ProductionExceptionHandler {
    private static final Logger logger = LoggerFactory.getLogger(BuryUnsent.class);
    private static final byte[] NOTHING = {};

    @Override
    public void configure(Map<String, ?> configs) {
        // has no settings
    }

    @Override
    public Response handleError(
            ErrorHandlerContext context, ProducerRecord<byte[], byte[]> record, Exception problem) {
        if (problem instanceof RetriableException) {
            return Response.retry();
        }
        if (!(problem instanceof RecordTooLargeException)
                && !(problem instanceof InvalidRecordException)) {
            return Response.fail();
        }
        return buried(context, record, problem);
    }

    @Override
    @SuppressWarnings("rawtypes") // as the interface has it
    public Response handleSerializationError(
            ErrorHandlerContext context,
            ProducerRecord record,
            Exception problem,
            SerializationExceptionOrigin origin) {
        return buried(context, record, problem);
    }

    private static Response buried(
            ErrorHandlerContext context, ProducerRecord<?, ?> record, Exception problem) {
        logger.atError()
                .addKeyValue("topic", record.topic())
                .addKeyValue("partition", context.partition())
                .addKeyValue("offset", context.offset())
                .setCause(problem)
                .log("what the view wrote was refused");
        String deadLetters = Topics.deadLetter(Topics.EVENTS);
        if (record.topic().equals(deadLetters)) {
            return Response.resume(); // nowhere left to go
        }
        RecordHeaders headers = new RecordHeaders(context.headers());
        Headers.deadLetter(
                        ViewTopology.STAGE,
                        ErrorCode.LIMIT_EXCEEDED,
                        record.topic() + ": " + problem,
                        context.topic(),
                        context.partition(),
                        context.offset())
                .forEach(headers::add);
        byte[] key = context.sourceRawKey() == null ? NOTHING : context.sourceRawKey();
        return Response.resume(
                List.of(new ProducerRecord<>(deadLetters, null, null, key, NOTHING, headers)));
    }
}
