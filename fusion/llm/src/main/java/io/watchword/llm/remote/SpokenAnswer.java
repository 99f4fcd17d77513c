package io.watchword.llm.remote;

import static io.watchword.contract.ErrorCode.INVALID_OUTPUT;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import io.watchword.contract.TokenLedger;
import io.watchword.llm.decode.Caption;
import io.watchword.llm.decode.DecodeOutcome;
import io.watchword.llm.decode.Refusal;
import io.watchword.llm.decode.TokenListener;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * Collects what another server says, whole or piece by piece, and hands each piece on. Not
 * thread-safe: one request owns it.
 */
final class SpokenAnswer implements AnswerReader {
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");
    private static final int NO_ID = -1;

    private final AnswerForm form;
    private final TokenListener listener;
    private final UnaryOperator<String> redact;
    private final StringBuilder text = new StringBuilder();
    private boolean started;
    private String finishReason = "";
    private int tokens; // whose log-probability is known
    private double logprobs;
    private int promptTokens;
    private int completionTokens;

    /**
     * @param redact takes secrets out of a text that goes into a message
     */
    SpokenAnswer(AnswerForm form, TokenListener listener, UnaryOperator<String> redact) {
        this.form = requireNonNull(form, "form is null");
        this.listener = requireNonNull(listener, "listener is null");
        this.redact = requireNonNull(redact, "redact is null");
    }

    @Override
    public boolean started() {
        return started;
    }

    @Override
    public void read(JsonNode value) throws RemoteFailure {
        if (value.hasNonNull("error")) {
            throw StatusFailure.inside(value.path("error"), redact);
        }
        JsonNode usage = value.path("usage");
        promptTokens = Math.max(promptTokens, usage.path("prompt_tokens").asInt());
        completionTokens = Math.max(completionTokens, usage.path("completion_tokens").asInt());
        JsonNode choices = value.path("choices");
        if (!choices.isArray() || choices.size() > 1) {
            throw invalid("the answer has not one choice");
        }
        if (!choices.isEmpty()) { // the piece that tells the usage has none
            read(choices.get(0), form.text(choices.get(0)));
        }
    }

    private void read(JsonNode choice, JsonNode said) throws RemoteFailure {
        if (!said.isTextual() && !said.isNull() && !said.isMissingNode()) {
            throw invalid("the answer's text is no text");
        }
        double sum = 0;
        for (JsonNode logprob : form.logprobs(choice)) {
            if (logprob.isNull()) {
                continue;
            }
            double value = logprob.asDouble(Double.NaN);
            if (!(value <= 1e-3) || Double.isInfinite(value)) {
                throw invalid("the log-probability of token " + tokens + " is " + shown(logprob));
            }
            sum += Math.min(0, value);
            tokens++;
        }
        logprobs += sum;
        String piece = CONTROL.matcher(said.asText("")).replaceAll(" ");
        if (!piece.isEmpty()) {
            text.append(piece);
            started = true;
            listener.decoded(tokenId(choice.path("token_ids")), piece, (float) sum);
        }
        JsonNode reason = choice.path("finish_reason");
        if (reason.isTextual()) {
            finishReason = reason.asText();
        }
    }

    private static int tokenId(JsonNode ids) {
        return ids.isArray() && !ids.isEmpty() ? ids.get(ids.size() - 1).asInt(NO_ID) : NO_ID;
    }

    private static String shown(JsonNode value) {
        String text = value.toString();
        return text.substring(0, Math.min(20, text.length()));
    }

    private static RemoteFailure invalid(String detail) {
        return RemoteFailure.lasting(INVALID_OUTPUT, detail);
    }

    /**
     * What all of it comes to, after the end.
     *
     * @param prompt positions by what they carried, if we laid them out; else all zeros, and the
     *     server's count stands as text
     */
    DecodeOutcome outcome(TokenLedger prompt, String promptSha256) {
        String whole = text.toString().strip();
        if (finishReason.isEmpty()) {
            return refused("the answer broke off after " + whole.length() + " characters");
        }
        if (!finishReason.equals("stop") && !finishReason.equals("length")) {
            return refused("the server ended the answer for " + shortened(finishReason));
        }
        if (whole.isEmpty()) {
            return refused("no word in the answer");
        }
        if (tokens == 0 && form.alwaysHasLogprobs()) {
            return refused("the answer has no log-probabilities");
        }
        return new DecodeOutcome.Captioned(
                new Caption(
                        whole,
                        finishReason.equals("stop")
                                ? Caption.FinishReason.STOP
                                : Caption.FinishReason.LENGTH,
                        tokens == 0 ? 0 : (float) Math.exp(logprobs / tokens),
                        new TokenLedger(
                                prompt.prompt() == 0 ? promptTokens : prompt.text(),
                                prompt.spatial(),
                                prompt.motion(),
                                prompt.audio(),
                                prompt.temporal(),
                                prompt.delimiter(),
                                Math.max(tokens, completionTokens)),
                        promptSha256,
                        List.of()));
    }

    private String shortened(String reason) {
        String clean = CONTROL.matcher(redact.apply(reason)).replaceAll(" ");
        return "\"" + clean.substring(0, Math.min(40, clean.length())) + "\"";
    }

    private static DecodeOutcome refused(String detail) {
        return new DecodeOutcome.Refused(new Refusal(INVALID_OUTPUT, detail));
    }
}
