package io.watchword.encoders.flink;

import io.watchword.encoders.batch.ModelException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.apache.flink.streaming.api.functions.async.ResultFuture;

/**
 * Hands a future's answer to Flink: a model's refusal as a record, a bug as a failure of the task.
 */
final class Answers {
    private Answers() {}

    static <A, O> void deliver(
            CompletableFuture<A> answer,
            Function<A, O> valid,
            Function<ModelException, O> refused,
            ResultFuture<O> result) {
        CompletableFuture<O> unused =
                answer.thenApply(valid)
                        .whenComplete(
                                (output, error) -> {
                                    Throwable cause =
                                            error instanceof CompletionException
                                                    ? error.getCause()
                                                    : error;
                                    if (cause instanceof ModelException refusal) {
                                        result.complete(List.of(refused.apply(refusal)));
                                    } else if (cause != null) {
                                        result.completeExceptionally(cause);
                                    } else {
                                        result.complete(List.of(output));
                                    }
                                });
    }
}
