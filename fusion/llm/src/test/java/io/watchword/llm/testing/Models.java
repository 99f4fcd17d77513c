package io.watchword.llm.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.watchword.contract.Modality;
import io.watchword.contract.TimeSpan;
import io.watchword.contract.TokenBlock;
import io.watchword.llm.decode.Captioner;
import io.watchword.llm.decode.LanguageModel;
import io.watchword.llm.decode.LocalCaptioner;
import io.watchword.llm.decode.PromptStage;
import io.watchword.llm.engine.EngineMetrics;
import io.watchword.llm.engine.LlmEngine;
import io.watchword.llm.engine.SchedulerLimits;
import io.watchword.llm.prompt.CaptionRequest;
import io.watchword.llm.prompt.CaptionRequest.SegmentTokens;
import io.watchword.llm.prompt.PromptFormat;
import io.watchword.llm.token.Tokenizer;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** A small language model of fakes, and requests that it can answer. */
public final class Models {
    public static final String SHA256 = "ab".repeat(32);
    public static final String PROMPT =
            """
            {"segment": "<seg>",
             "order": ["spatial", "motion", "audio"],
             "delimiters": {"spatial": ["<s>", "</s>"], "motion": ["<m>", "</m>"],
                            "audio": ["<a>", "</a>"]},
             "language": {"en": "<en>", "ru": "<ru>"}}
            """;
    public static final String PROMPT_WITH_QUESTION =
            PROMPT.replace("\"language\"", "\"question\": [\"<q>\", \"</q>\"], \"language\"");

    private Models() {}

    public static Tokenizer tokenizer() {
        return new ByteTokenizer(
                "<seg>", "<s>", "</s>", "<m>", "</m>", "<a>", "</a>", "<en>", "<ru>", "<q>",
                "</q>");
    }

    public static PromptFormat format(String prompt) {
        try {
            return PromptFormat.from(new ObjectMapper().readTree(prompt));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    public static LanguageModel of(LlmEngine engine, String prompt) {
        return new LanguageModel(
                "fake 1",
                SHA256,
                format(prompt),
                tokenizer(),
                new ScaleProjector(),
                engine,
                Set.of(ByteTokenizer.EOS),
                4,
                40);
    }

    public static LanguageModel of(LlmEngine engine) {
        return of(engine, PROMPT);
    }

    /** Answers with the fakes in this process. */
    public static Captioner captioner(LlmEngine engine) {
        return new LocalCaptioner(of(engine), SchedulerLimits.DEFAULT, EngineMetrics.NONE);
    }

    /** All but the decoder. */
    public static PromptStage promptStage() {
        return new PromptStage(
                "fake 1",
                SHA256,
                format(PROMPT_WITH_QUESTION),
                tokenizer(),
                new ScaleProjector(),
                Set.of(ByteTokenizer.EOS),
                4,
                40);
    }

    /** A block with every byte the same. */
    public static TokenBlock block(Modality modality, int count, int dim, int value) {
        byte[] values = new byte[count * dim];
        Arrays.fill(values, (byte) value);
        return new TokenBlock(modality, count, dim, 0.5f, values);
    }

    public static SegmentTokens segment(long startUs, TokenBlock... blocks) {
        return new SegmentTokens(new TimeSpan(startUs, startUs + 2_000_000), List.of(blocks));
    }

    public static CaptionRequest request(String language, SegmentTokens... segments) {
        return new CaptionRequest("event-1", SHA256, language, List.of(segments), "", 0);
    }

    public static CaptionRequest request() {
        return request("en", segment(0, block(Modality.SPATIAL, 2, 3, 1)));
    }
}
