package io.watchword.llm.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.watchword.llm.constrain.JsonConstraint;
import io.watchword.llm.sample.GreedySampler;
import io.watchword.llm.sample.TokenRule;
import io.watchword.llm.testing.ByteTokenizer;
import io.watchword.llm.testing.RandomSchemas;
import io.watchword.llm.token.Tokenizer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Models whose logits are noise, held to schemas made by chance. */
class JsonAnswersTest {
    private static final int GENERATIONS = 2_500; // for each of four tokenizers
    private static final int PER_SCHEMA = 50;
    private static final Pattern SHORTEST = Pattern.compile("take (\\d+) tokens");
    private static final Pattern CHANGES_ON_THE_WAY =
            Pattern.compile("[\\p{Cntrl}\\u2028\\u2029\\uFFFD]");
    private static final ObjectMapper STRICT =
            new ObjectMapper()
                    .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    private static final JsonSchemaFactory VALIDATORS =
            JsonSchemaFactory.getInstance(VersionFlag.V202012);
    private static final List<Tokenizer> opened = new ArrayList<>();

    @AfterAll
    static void close() {
        opened.forEach(Tokenizer::close);
    }

    private static Tokenizer tokenizer(String directory) {
        Tokenizer tokenizer =
                DjlTokenizer.open(Path.of("../../models", directory, "tokenizer.json"));
        opened.add(tokenizer);
        return tokenizer;
    }

    @Test
    void documentsInBytesAreWholeAndOfTheirSchema() {
        generate(new ByteTokenizer(), ByteTokenizer.EOS, 1);
    }

    @Test
    void documentsInTokensOfTheTestBundleAreWholeAndOfTheirSchema() {
        generate(tokenizer("testbundle"), 1, 2);
    }

    @Test
    void documentsInSentencePiecesAreWholeAndOfTheirSchema() {
        generate(tokenizer("parity/fixtures/llava"), 2, 3);
    }

    @Test
    void documentsInTokensOfAPublishedModelAreWholeAndOfTheirSchema() {
        generate(tokenizer("parity/fixtures/qwen2_vl"), 482, 4);
    }

    private static void generate(Tokenizer tokenizer, int eosId, long seed) {
        JsonConstraint constraint = new JsonConstraint(tokenizer, Set.of(eosId));
        RandomSchemas schemas = new RandomSchemas(seed);
        SplittableRandom random = new SplittableRandom(seed);
        int vocabulary = Math.max(tokenizer.pieces().size(), eosId + 1) + 3; // padded, as models do
        int done = 0;
        int tight = 0;
        int schema = 0;
        while (done < GENERATIONS) {
            schema++;
            String text = schemas.next();
            int shortest = shortest(constraint, text);
            if (shortest < 0) {
                continue;
            }
            JsonSchema validator = VALIDATORS.getSchema(text);
            for (int i = 0; i < PER_SCHEMA; i++) {
                int limit = shortest + random.nextInt(random.nextInt(4) == 0 ? 1 : 24);
                List<Integer> said =
                        answer(constraint.rule(text, limit), vocabulary, eosId, limit, random);
                String where = "seed " + seed + ", schema " + schema + " " + text + ", answer ";
                int[] ids = said.stream().mapToInt(Integer::intValue).toArray();
                assertWhole(where, tokenizer.decode(ids), validator);
                tight += said.size() + 1 == limit ? 1 : 0;
                done++;
            }
        }
        assertThat(tight).as("answers that took the whole limit").isGreaterThan(done / 10);
        assertThat(schema).isLessThan(2 * done / PER_SCHEMA);
    }

    /** Tokens that the shortest document takes with its end; negative if it cannot be spelled. */
    private static int shortest(JsonConstraint constraint, String schema) {
        try {
            constraint.rule(schema, 1);
        } catch (IllegalArgumentException e) {
            Matcher refused = SHORTEST.matcher(String.valueOf(e.getMessage()));
            if (refused.find()) {
                return Integer.parseInt(refused.group(1));
            }
            assertThat(e).hasMessageContaining("cannot spell");
        }
        return -1;
    }

    private static List<Integer> answer(
            TokenRule rule, int vocabulary, int eosId, int limit, SplittableRandom random) {
        float[] liking = new float[vocabulary];
        for (int id = 0; id < vocabulary; id++) {
            liking[id] = (float) random.nextDouble(0, 6);
        }
        liking[eosId] = (float) random.nextDouble(-10, 10);
        List<Integer> said = new ArrayList<>();
        while (said.size() < limit) {
            float[] logits = liking.clone();
            for (int id = 0; id < vocabulary; id++) {
                logits[id] += (float) random.nextDouble(0, 6);
            }
            rule.restrict(logits);
            int id = new GreedySampler().pick(logits).orElseThrow().tokenId();
            if (id == eosId) {
                return said;
            }
            said.add(id);
            rule.said(id);
        }
        return fail("no end within %d tokens: %s", limit, said);
    }

    private static void assertWhole(String where, String text, JsonSchema validator) {
        try {
            JsonNode document = STRICT.readTree(text);
            if (!validator.validate(document).isEmpty()) {
                fail(where + text + ": " + validator.validate(document));
            }
        } catch (JsonProcessingException e) {
            fail(where + text, e);
        }
        if (CHANGES_ON_THE_WAY.matcher(text).find() || !text.equals(text.strip())) {
            fail(where + text + ": would be changed before it leaves");
        }
    }
}
