package io.watchword.fusion.client;

import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.watchword.contract.ErrorCode;
import io.watchword.contract.TimeSpan;
import io.watchword.contract.TokenLedger;
import io.watchword.fusion.describe.DenseEvent;
import io.watchword.fusion.describe.Description;
import io.watchword.fusion.describe.Sentence;
import io.watchword.proto.v1.DescribeRequest;
import io.watchword.proto.v1.DescribeResponse;
import io.watchword.proto.v1.DescribeResult;
import io.watchword.proto.v1.TokenLedgerRecord;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Collects the streamed tokens of one attempt and holds the result against them, spaces around
 * aside. gRPC calls it from one thread at a time.
 */
final class AnswerCollector implements ClientResponseObserver<DescribeRequest, DescribeResponse> {
    private final CompletableFuture<Description> answer = new CompletableFuture<>();
    private final StringBuilder streamed = new StringBuilder();
    private double logprob; // of all tokens together
    private @Nullable ClientCallStreamObserver<DescribeRequest> call;
    private @Nullable DescribeResult result;

    CompletableFuture<Description> answer() {
        return answer;
    }

    /**
     * Probability of all tokens together, once the answer is complete; 1 also where a server does
     * not say it.
     */
    double probability() {
        return Math.exp(logprob);
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<DescribeRequest> requests) {
        call = requests;
    }

    @Override
    public void onNext(DescribeResponse response) {
        switch (response.getKindCase()) {
            case TOKEN -> {
                streamed.append(response.getToken().getText());
                logprob += response.getToken().getLogprob();
                if (streamed.length() > Sentence.MAX_BYTES) {
                    refuse("more than " + Sentence.MAX_BYTES + " characters were streamed");
                }
            }
            case RESULT -> result = response.getResult();
            case KIND_NOT_SET -> refuse("a message with neither token nor result");
        }
    }

    @Override
    public void onError(Throwable failure) {
        answer.complete(GrpcFailure.from(failure));
    }

    @Override
    public void onCompleted() {
        DescribeResult complete = result;
        if (complete == null) {
            refuse("the answer ended without a result");
            return;
        }
        Optional<String> problem = problem(complete);
        if (problem.isPresent()) {
            refuse(problem.get());
            return;
        }
        answer.complete(
                new Description.Described(
                        complete.getText().strip(),
                        complete.getConfidence(),
                        ledger(complete.getLedger()),
                        complete.getModel(),
                        complete.getModelSha256(),
                        complete.getPromptSha256(),
                        complete.getEventsList().stream()
                                .flatMap(event -> event(event).stream())
                                .toList()));
    }

    private void refuse(String detail) {
        answer.complete(new Description.Refused(ErrorCode.INVALID_OUTPUT, detail));
        if (call != null) {
            call.cancel(detail, null);
        }
    }

    private Optional<String> problem(DescribeResult complete) {
        String text = complete.getText();
        if (!text.contentEquals(streamed.toString().strip())) { // the result has no outer blanks
            return Optional.of(
                    String.format(
                            "the tokens gave another text of %d characters than the result's %d",
                            streamed.length(), text.length()));
        }
        float confidence = complete.getConfidence();
        if (!(confidence >= 0 && confidence <= 1)) {
            return Optional.of("confidence is " + confidence + ", not in [0, 1]");
        }
        return Sentence.problem(text);
    }

    /** A sentence that stands is not given up for an event beside it that does not. */
    private static Optional<DenseEvent> event(io.watchword.proto.v1.DenseEvent event) {
        boolean sound =
                event.getEndUs() > event.getStartUs()
                        && event.getConfidence() >= 0
                        && event.getConfidence() <= 1
                        && Sentence.problem(event.getText()).isEmpty();
        return sound
                ? Optional.of(
                        new DenseEvent(
                                new TimeSpan(event.getStartUs(), event.getEndUs()),
                                event.getText(),
                                event.getConfidence()))
                : Optional.empty();
    }

    private static TokenLedger ledger(TokenLedgerRecord record) {
        return new TokenLedger(
                record.getText(),
                record.getSpatial(),
                record.getMotion(),
                record.getAudio(),
                record.getTemporal(),
                record.getDelimiter(),
                record.getDecoded());
    }
}
