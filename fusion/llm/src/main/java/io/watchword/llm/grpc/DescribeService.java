package io.watchword.llm.grpc;

import static io.watchword.contract.ErrorCode.DEADLINE_EXCEEDED;
import static io.watchword.contract.ErrorCode.INVALID_OUTPUT;
import static io.watchword.contract.ErrorCode.INVALID_RECORD;
import static io.watchword.contract.ErrorCode.OVERLOADED;
import static io.watchword.contract.ErrorCode.UNAVAILABLE;
import static java.util.Objects.requireNonNull;

import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.watchword.llm.decode.DecodeLoop;
import io.watchword.llm.decode.DecodeOutcome;
import io.watchword.llm.decode.LanguageModel;
import io.watchword.llm.decode.Refusal;
import io.watchword.llm.decode.RequestCheck;
import io.watchword.llm.prompt.CaptionRequest;
import io.watchword.proto.v1.DescribeGrpc;
import io.watchword.proto.v1.DescribeRequest;
import io.watchword.proto.v1.DescribeResponse;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers {@code watchword.v1.Describe}: checks a request on gRPC's thread, decodes it on the
 * pool's. Stops decoding when the caller has gone or its deadline has passed.
 */
final class DescribeService extends DescribeGrpc.DescribeImplBase {
    private static final Logger logger = LoggerFactory.getLogger(DescribeService.class);

    private final LanguageModel model;
    private final RequestCheck check;
    private final DecodeLoop loop;
    private final DecodePool pool;

    DescribeService(LanguageModel model, DecodePool pool) {
        this.model = requireNonNull(model, "model is null");
        this.pool = requireNonNull(pool, "pool is null");
        this.check = new RequestCheck(model);
        this.loop = new DecodeLoop(model);
    }

    @Override
    public void describe(DescribeRequest message, StreamObserver<DescribeResponse> observer) {
        ServerCallStreamObserver<DescribeResponse> call =
                (ServerCallStreamObserver<DescribeResponse>) observer;
        CaptionRequest request;
        try {
            request = DescribeMessages.request(message);
        } catch (IllegalArgumentException e) {
            refuse(call, new Refusal(INVALID_RECORD, String.valueOf(e.getMessage())));
            return;
        }
        Optional<Refusal> problem = check.problem(request);
        if (problem.isPresent()) {
            refuse(call, problem.get());
            return;
        }
        Context context = Context.current();
        Runnable task = () -> answer(request, call, context);
        call.setOnCancelHandler(() -> pool.remove(task));
        if (!pool.offer(task)) {
            refuse(
                    call,
                    pool.closed()
                            ? new Refusal(UNAVAILABLE, "server is stopping")
                            : new Refusal(OVERLOADED, "as many requests wait as may"));
        }
    }

    private void answer(
            CaptionRequest request,
            ServerCallStreamObserver<DescribeResponse> call,
            Context context) {
        try {
            DecodeOutcome outcome =
                    loop.run(
                            request,
                            (tokenId, text, logprob) ->
                                    call.onNext(DescribeMessages.token(tokenId, text, logprob)),
                            () -> stopped(context));
            if (outcome instanceof DecodeOutcome.Captioned captioned) {
                call.onNext(DescribeMessages.result(captioned.caption(), model));
                call.onCompleted();
            } else if (outcome instanceof DecodeOutcome.Refused refused) {
                logger.atWarn()
                        .addKeyValue("eventId", request.requestId())
                        .addKeyValue("code", refused.refusal().code())
                        .addKeyValue("detail", refused.refusal().detail())
                        .log("no caption");
                refuse(call, refused.refusal());
            } else {
                refuse(call, new Refusal(DEADLINE_EXCEEDED, "nobody waits any more"));
            }
        } catch (RuntimeException | Error e) { // a bug: the call must end all the same
            logger.atError()
                    .addKeyValue("eventId", request.requestId())
                    .setCause(e)
                    .log("describing stopped");
            refuse(call, new Refusal(INVALID_OUTPUT, "the language model stopped"));
        }
    }

    /** The deadline is asked too: the timer that cancels the context may come late under load. */
    private static boolean stopped(Context context) {
        Deadline deadline = context.getDeadline();
        return context.isCancelled() || (deadline != null && deadline.isExpired());
    }

    private static void refuse(ServerCallStreamObserver<DescribeResponse> call, Refusal refusal) {
        call.onError(GrpcStatus.of(refusal).asRuntimeException());
    }
}
