package io.watchword.llm.onnx;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.watchword.llm.token.Tokenizer;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenizerPiecesTest {
    private static final String TEXT = "{\"a b\": [1, 2.5], \"ц\": \"Машина едет 🚚 \\n\"}";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "testbundle",
                "tiny",
                "parity/fixtures/qwen2_vl",
                "parity/fixtures/idefics3",
                "parity/fixtures/llava_qwen2",
                "parity/fixtures/llava"
            })
    void thePiecesOfATextAreItsBytes(String directory) {
        Path file = Path.of("../../models", directory, "tokenizer.json");
        try (Tokenizer tokenizer = DjlTokenizer.open(file)) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            for (int id : tokenizer.encode(TEXT)) {
                bytes.writeBytes(tokenizer.pieces().get(id));
            }

            // A SentencePiece tokenizer begins with a space that its text leaves out.
            assertThat(bytes.toString(UTF_8).stripLeading()).isEqualTo(TEXT);
            for (String special : tokenizer.specialTokens()) {
                assertThat(tokenizer.pieces().get(tokenizer.encode(special)[0])).isEmpty();
            }
        }
    }

    @Test
    void saysNothingOfTokensWrittenInAnotherWay() throws Exception {
        String wordPieces =
                """
                {"model": {"vocab": {"car": 0, "##s": 1}}, "decoder": {"type": "WordPiece"}}
                """;

        assertThat(TokenizerPieces.of(new ObjectMapper().readTree(wordPieces))).isEmpty();
    }
}
