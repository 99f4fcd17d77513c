package io.watchword.deploy.eval.ask;

import io.watchword.contract.Compression;
import io.watchword.contract.bundle.ModelBundle;
import io.watchword.llm.decode.Caption;
import io.watchword.llm.decode.DecodeLoop;
import io.watchword.llm.decode.DecodeOutcome;
import io.watchword.llm.decode.LanguageModel;
import io.watchword.llm.decode.RequestCheck;
import io.watchword.llm.onnx.OnnxLanguageModel;
import io.watchword.llm.prompt.CaptionRequest;
import io.watchword.llm.prompt.CaptionRequest.SegmentTokens;
import java.util.List;
import java.util.Optional;

/** A bundle's language model in this process: the same prompt and decoding as the server's. */
public final class LanguageModelAsker implements Asker, AutoCloseable {
    private final LanguageModel model;
    private final RequestCheck check;
    private final DecodeLoop loop;

    private LanguageModelAsker(LanguageModel model) {
        this.model = model;
        this.check = new RequestCheck(model);
        this.loop = new DecodeLoop(model);
    }

    /**
     * @throws IllegalArgumentException if the bundle cannot be run
     */
    public static LanguageModelAsker open(ModelBundle bundle) {
        return new LanguageModelAsker(OnnxLanguageModel.open(bundle));
    }

    /** Whether the bundle was taught to answer questions, not only to caption. */
    public boolean answersQuestions() {
        return model.format().question().isPresent();
    }

    public int maxSegments() {
        return model.maxSegments();
    }

    /** Token ids of plain text. */
    public int[] tokens(String text) {
        return model.tokenizer().encode(text);
    }

    /**
     * Asks for a caption, and with {@code events} for what happens when.
     *
     * @return empty if it has no answer
     */
    public Optional<Caption> caption(
            List<SegmentTokens> segments,
            String language,
            boolean events,
            Compression compression) {
        return run(
                new CaptionRequest("eval", model.sha256(), language, segments, "", 0, events)
                        .with(compression));
    }

    @Override
    public Optional<Answer> ask(List<SegmentTokens> segments, String language, String question) {
        return run(new CaptionRequest("eval", model.sha256(), language, segments, question, 0))
                .map(caption -> new Answer(caption.text(), caption.confidence()));
    }

    private Optional<Caption> run(CaptionRequest request) {
        if (check.problem(request).isPresent()) {
            return Optional.empty();
        }
        DecodeOutcome outcome = loop.run(request, (tokenId, text, logprob) -> {}, () -> false);
        return outcome instanceof DecodeOutcome.Captioned captioned
                ? Optional.of(captioned.caption())
                : Optional.empty();
    }

    @Override
    public void close() {
        model.close();
    }
}
