package io.watchword.deploy.models;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.MissingNode;
import io.watchword.contract.bundle.ModelFamily;
import io.watchword.contract.bundle.PromptPieces;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PromptRecipeTest {
    private static final String TURN =
            "{{'<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>' +"
                    + " '\\n'}}";
    private static final String ANSWER = "{{'<|im_start|>assistant\\n'}}";
    private final Findings findings = new Findings();
    private final Map<String, Integer> tokens = new LinkedHashMap<>();

    PromptRecipeTest() {
        List.of("<image>", "<|im_start|>", "<|im_end|>", "<|image_pad|>")
                .forEach(token -> tokens.put(token, tokens.size()));
    }

    @Test
    void readsConversationsWithAndWithoutASystem() {
        String system = "{{'<|im_start|>system\\nYou are a helpful assistant.<|im_end|>\\n'}}";

        assertThat(pieces(ModelFamily.LLAVA_QWEN2, TURN + ANSWER, ""))
                .hasValueSatisfying(
                        pieces ->
                                assertThat(pieces.text(List.of(2), "Who?"))
                                        .isEqualTo(
                                                """
                                                <|im_start|>user
                                                <image><image>
                                                Who?<|im_end|>
                                                <|im_start|>assistant
                                                """));
        assertThat(pieces(ModelFamily.LLAVA_QWEN2, system + TURN + ANSWER, ""))
                .hasValueSatisfying(
                        pieces ->
                                assertThat(pieces.before())
                                        .startsWith("<|im_start|>system\nYou are a helpful"));
    }

    @Test
    void beginsWithWhatTheTokenizerPutsFirst() {
        String template = "{{ message['role'].upper() + ': ' }}{{ '<image>\n' }}{{ 'ASSISTANT:' }}";

        assertThat(pieces(ModelFamily.LLAVA, template, "<s>"))
                .hasValueSatisfying(
                        pieces ->
                                assertThat(pieces.text(List.of(1), "Who?"))
                                        .isEqualTo("<s>USER: <image>\nWho? ASSISTANT:"));
    }

    @Test
    void refusesAWayItDoesNotKnow() {
        String spaces = TURN.replace("+ '\\n' + message", "+ ' ' + message");

        assertThat(pieces(ModelFamily.LLAVA_QWEN2, spaces + ANSWER, "")).isEmpty();
        assertThat(findings.problems())
                .singleElement()
                .asString()
                .startsWith("chat template: none of those known for llava_qwen2 (it lacks")
                .contains("<|im_start|>role\\n");
    }

    @Test
    void refusesATokenizerWithoutTheTokensOfItsPrompt() {
        pieces(ModelFamily.QWEN2_VL, "", "");

        assertThat(findings.notes()).hasSize(1);
        assertThat(findings.problems())
                .containsExactly(
                        "tokenizer.json: has no special token <|vision_start|>",
                        "tokenizer.json: has no special token <|vision_end|>",
                        "config.json: token of a picture is 0, tokenizer.json has <|image_pad|> at"
                                + " 3");
    }

    private Optional<PromptPieces> pieces(ModelFamily family, String template, String first) {
        PublishedConfig config =
                new PublishedConfig(
                        Optional.of(family),
                        Download.JSON.createObjectNode().put("image_token_index", 0),
                        MissingNode.getInstance(),
                        MissingNode.getInstance(),
                        MissingNode.getInstance(),
                        MissingNode.getInstance(),
                        new TokenizerFile(tokens, first, tokens.size() - 1),
                        template);
        return PromptRecipe.of(family, config, List.of("en"), Optional.empty(), findings);
    }
}
