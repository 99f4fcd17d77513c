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

/**
 * Answers {@code watchword.v1.Describe}: checks a request on gRPC's thread, decodes it on the
 * pool's. Stops decoding when the caller has gone or its deadline has passed.
 */
final class DescribeService extends DescribeGrpc.DescribeImplBase {
    private static final Logger logger = LoggerFactory.getLogger(DescribeService.class);

    private final Captioner captioner;
    private final DecodePool pool;

    DescribeService(Captioner captioner, DecodePool pool) {
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
                            ? new Refusal(UNAVAILABLE, "server is stopping")
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

    private static void refuse(ServerCallStreamObserver<DescribeResponse> call, Refusal refusal) {
        call.onError(GrpcStatus.of(refusal).asRuntimeException());
    }
}
