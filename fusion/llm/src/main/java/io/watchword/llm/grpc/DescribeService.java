package io.watchword.llm.grpc;

import static io.watchword.contract.ErrorCode.DEADLINE_EXCEEDED;
import static io.watchword.contract.ErrorCode.INVALID_OUTPUT;
import static io.watchword.contract.ErrorCode.INVALID_RECORD;
import static io.watchword.contract.ErrorCode.OVERLOADED;
import static io.watchword.contract.ErrorCode.UNAVAILABLE;
import static java.util.Objects.requireNonNull;

import io.grpc.Context;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.watchword.llm.decode.Caller;
import io.watchword.llm.decode.Captioner;
import io.watchword.llm.decode.DecodeOutcome;
import io.watchword.llm.decode.Refusal;
import io.watchword.llm.prompt.CaptionRequest;
import io.watchword.proto.v1.DescribeGrpc;
import io.watchword.proto.v1.DescribeRequest;
import io.watchword.proto.v1.DescribeResponse;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Answers {@code watchword.v1.Describe}: checks a request on gRPC's thread, waits for its answer on
 * one of the pool's. Decoding stops when the caller has gone or its deadline has passed.
 */
final class DescribeService extends DescribeGrpc.DescribeImplBase {
    private static final Logger logger = LoggerFactory.getLogger(DescribeService.class);

    private static final Refusal STOPPING = new Refusal(UNAVAILABLE, "server is stopping");

    private final Captioner captioner;
    private final AnswerPool pool;

    DescribeService(Captioner captioner, AnswerPool pool) {
        this.captioner = requireNonNull(captioner, "captioner is null");
        this.pool = requireNonNull(pool, "pool is null");
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
        Optional<Refusal> problem = captioner.problem(request);
        if (problem.isPresent()) {
            refuse(call, problem.get());
            return;
        }
        Caller caller = new GrpcCaller(Context.current());
        Runnable task = () -> answer(request, call, caller);
        call.setOnCancelHandler(() -> pool.remove(task));
        if (!pool.offer(task)) {
            refuse(
                    call,
                    pool.closed()
                            ? STOPPING
                            : new Refusal(OVERLOADED, "as many requests wait as may"));
        }
    }

    private void answer(
            CaptionRequest request,
            ServerCallStreamObserver<DescribeResponse> call,
            Caller caller) {
        try {
            DecodeOutcome outcome =
                    captioner.run(
                            request,
                            (tokenId, text, logprob) ->
                                    call.onNext(DescribeMessages.token(tokenId, text, logprob)),
                            caller);
            if (outcome instanceof DecodeOutcome.Captioned captioned) {
                call.onNext(DescribeMessages.result(captioned.caption(), captioner));
                call.onCompleted();
            } else if (outcome instanceof DecodeOutcome.Refused refused) {
                note(request, refused.refusal());
                refuse(call, refused.refusal());
            } else {
                refuse(
                        call,
                        pool.closed()
                                ? STOPPING
                                : new Refusal(DEADLINE_EXCEEDED, "nobody waits any more"));
            }
        } catch (RuntimeException | Error e) { // a bug: the call must end all the same
            logger.atError()
                    .addKeyValue("eventId", request.requestId())
                    .setCause(e)
                    .log("describing stopped");
            refuse(call, new Refusal(INVALID_OUTPUT, "the language model stopped"));
        }
    }

    /** Under load refusals are many, and the client hears of each. */
    private static void note(CaptionRequest request, Refusal refusal) {
        boolean expected = refusal.code() == OVERLOADED || refusal.code() == UNAVAILABLE;
        logger.atLevel(expected ? Level.DEBUG : Level.WARN)
                .addKeyValue("eventId", request.requestId())
                .addKeyValue("code", refusal.code())
                .addKeyValue("detail", refusal.detail())
                .log("no caption");
    }

    private static void refuse(ServerCallStreamObserver<DescribeResponse> call, Refusal refusal) {
        call.onError(GrpcStatus.of(refusal).asRuntimeException());
    }
}
