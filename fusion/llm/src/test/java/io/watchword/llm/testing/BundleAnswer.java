package io.watchword.llm.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import io.watchword.contract.Modality;
import io.watchword.contract.TokenLedger;
import io.watchword.contract.bundle.ModelBundle;
import io.watchword.llm.decode.LanguageModel;
import io.watchword.llm.engine.Sequence;
import io.watchword.llm.onnx.OnnxLanguageModel;
import io.watchword.llm.prompt.Prompt;
import io.watchword.llm.sample.GreedySampler;
import io.watchword.llm.sample.Sample;
import io.watchword.llm.token.StreamingDetokeniser;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * Continues the embeddings it is sent with the decoder of a bundle, and answers as vLLM does. Knows
 * nothing of the request but the tensor.
 */
public final class BundleAnswer implements FakeHttpModel.Answer, AutoCloseable {
    private final LanguageModel model;

    public BundleAnswer(ModelBundle bundle) {
        this.model = OnnxLanguageModel.open(bundle);
    }

    /** Serves a bundle by hand: DIRECTORY PORT. Says what came, and runs until it is ended. */
    public static void main(String[] arguments) throws Exception {
        BundleAnswer answer = new BundleAnswer(ModelBundle.open(Path.of(arguments[0])));
        FakeHttpModel server =
                new FakeHttpModel(
                        Integer.parseInt(arguments[1]),
                        (exchange, body, closing) -> {
                            TorchTensor sent = tensor(body);
                            System.out.printf(
                                    "%s %s, %s %s, authorization %s%n",
                                    exchange.getRequestMethod(),
                                    exchange.getRequestURI(),
                                    sent.storage(),
                                    sent.shape(),
                                    exchange.getRequestHeaders().getFirst("Authorization"));
                            answer.to(exchange, body, closing);
                        });
        System.out.println("serves " + server.url());
        new CountDownLatch(1).await();
    }

    private static TorchTensor tensor(JsonNode body) {
        return TorchTensor.read(Base64.getDecoder().decode(body.path("prompt_embeds").asText()));
    }

    @Override
    public void to(HttpExchange exchange, JsonNode body, CountDownLatch closing)
            throws IOException, InterruptedException {
        TorchTensor sent = tensor(body);
        int positions = sent.shape().get(0);
        Prompt prompt =
                new Prompt(
                        List.of(new Prompt.Embeds(Modality.SPATIAL, positions, sent.values())),
                        new TokenLedger(0, positions, 0, 0, 0, 0, 0));
        StreamingDetokeniser detokeniser = new StreamingDetokeniser(model.tokenizer());
        int eosId = body.path("stop_token_ids").path(0).asInt();
        List<String> chunks = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        List<Double> logprobs = new ArrayList<>();
        String finish = "length";
        try (Sequence sequence = model.engine().prefill(prompt)) {
            while (texts.size() < body.path("max_tokens").asInt() && finish.equals("length")) {
                Sample sample = new GreedySampler().pick(sequence.logits()).orElseThrow();
                boolean ended = sample.tokenId() == eosId;
                finish = ended ? "stop" : "length";
                texts.add(ended ? "" : detokeniser.add(sample.tokenId()));
                logprobs.add((double) sample.logprob());
                boolean last = ended || texts.size() == body.path("max_tokens").asInt();
                chunks.add(
                        VllmAnswers.chunk(
                                texts.get(texts.size() - 1),
                                sample.tokenId(),
                                sample.logprob(),
                                last ? finish : null));
                sequence.decode(sample.tokenId());
            }
        }
        if (body.path("stream").asBoolean()) {
            chunks.add("[DONE]");
            FakeHttpModel.send(exchange, chunks.toArray(new String[0]));
        } else {
            FakeHttpModel.json(200, VllmAnswers.whole(finish, texts, logprobs))
                    .to(exchange, body, closing);
        }
    }

    @Override
    public void close() {
        model.close();
    }
}
