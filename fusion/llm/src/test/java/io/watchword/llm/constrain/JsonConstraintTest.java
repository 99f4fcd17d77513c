package io.watchword.llm.constrain;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.watchword.llm.sample.GreedySampler;
import io.watchword.llm.sample.TokenRule;
import io.watchword.llm.testing.ByteTokenizer;
import io.watchword.llm.token.Tokenizer;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonConstraintTest {
    private static final int TOKENS = 257;
    private static final int LIMIT = 200;

    private final JsonConstraint constraint =
            new JsonConstraint(new ByteTokenizer(), Set.of(ByteTokenizer.EOS));

    /** Whether a model may write exactly this; single quotes stand for double ones. */
    private boolean writes(String schema, String document) {
        TokenRule rule = constraint.rule(schema.replace('\'', '"'), LIMIT);
        for (byte value : document.replace('\'', '"').getBytes(UTF_8)) {
            if (!allows(rule, value & 0xff)) {
                return false;
            }
            rule.said(value & 0xff);
        }
        return allows(rule, ByteTokenizer.EOS);
    }

    private static boolean allows(TokenRule rule, int tokenId) {
        float[] logits = new float[TOKENS];
        rule.restrict(logits);
        return Float.isFinite(logits[tokenId]);
    }

    @Test
    void writesPropertiesInTheOrderOfTheSchemaAndOnlyOptionalOnesMayBeMissing() {
        String schema =
                "{'type': 'object', 'properties': {'a': {'type': 'null'}, 'b': {'type':"
                        + " 'boolean'}, 'c': {'type': 'null'}}, 'required': ['b']}";

        assertThat(writes(schema, "{'a':null,'b':true,'c':null}")).isTrue();
        assertThat(writes(schema, "{'b': false}")).isTrue();
        assertThat(writes(schema, "{'b':false, 'c': null}")).isTrue();
        assertThat(writes(schema, "{'a':null}")).isFalse();
        assertThat(writes(schema, "{'c':null,'b':true}")).isFalse();
        assertThat(writes(schema, "{'b':true,'d':null}")).isFalse();
        assertThat(writes(schema, "{'b':true,}")).isFalse();
    }

    @Test
    void countsItemsAndCharacters() {
        String schema =
                "{'type': 'array', 'minItems': 1, 'maxItems': 2,"
                        + " 'items': {'type': 'string', 'minLength': 2, 'maxLength': 3}}";

        assertThat(writes(schema, "['ab']")).isTrue();
        assertThat(writes(schema, "['день', 'abc']")).isFalse();
        assertThat(writes(schema, "['дни','a\\n🚚']")).isTrue();
        assertThat(writes(schema, "[]")).isFalse();
        assertThat(writes(schema, "['a']")).isFalse();
        assertThat(writes(schema, "['abcd']")).isFalse();
        assertThat(writes(schema, "['ab','ab','ab']")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "integer, minimum, 7, 6, 7",
        "integer, exclusiveMinimum, 7, 7, 8",
        "integer, minimum, -12, -13, -12",
        "integer, maximum, -100, -99, -100",
        "integer, maximum, 1e400, 1e3, 999999999999999",
        "number, minimum, 0.05, 0.049999, 0.05",
        "number, exclusiveMaximum, 0.3, 0.3, 0.299999",
        "number, minimum, 1e-300, 0, 0.000001",
        "number, maximum, -1e-300, 0, -0.000001",
        "number, exclusiveMinimum, 999999999.9, 999999999.9, 999999999.90001"
    })
    void keepsNumbersWithinTheirBounds(
            String type, String word, String bound, String outside, String inside) {
        String schema = "{'type': '" + type + "', '" + word + "': " + bound + "}";

        assertThat(writes(schema, outside)).as(outside).isFalse();
        assertThat(writes(schema, inside)).as(inside).isTrue();
    }

    @Test
    void writesNumbersInOneForm() {
        assertThat(writes("{'type': 'integer'}", "0")).isTrue();
        assertThat(writes("{'type': 'integer'}", "-0")).isFalse();
        assertThat(writes("{'type': 'integer'}", "01")).isFalse();
        assertThat(writes("{'type': 'integer'}", "1.0")).isFalse();
        assertThat(writes("{'type': 'number'}", "1.")).isFalse();
        assertThat(writes("{'type': 'number'}", "-0.25")).isTrue();
        assertThat(writes("{'type': 'number'}", "1e5")).isFalse();
    }

    @Test
    void readsDocumentsThatBeginAlikeInEveryWay() {
        String schema =
                "{'anyOf': [{'type': 'array', 'items': {'type': 'integer'}, 'maxItems': 1},"
                        + " {'type': 'array', 'items': {'enum': [1, 12, 'x']}, 'minItems': 2}]}";

        assertThat(writes(schema, "[7]")).isTrue();
        assertThat(writes(schema, "[12,1,'x']")).isTrue();
        assertThat(writes(schema, "[7,1]")).isFalse();
        assertThat(writes(schema, "['x']")).isFalse();
    }

    @Test
    void resolvesReferencesToItsOwnDefinitions() {
        String schema =
                "{'$defs': {'side': {'enum': ['left', 'right']}}, 'type': 'array',"
                        + " 'items': {'$ref': '#/$defs/side'}}";

        assertThat(writes(schema, "['left', 'right']")).isTrue();
        assertThat(writes(schema, "['up']")).isFalse();
    }

    @Test
    void neverSpellsWhatWouldNotReachAClientUnchanged() {
        String schema = "{'type': 'string'}";

        assertThat(writes(schema, "'a\u007f'")).isFalse();
        assertThat(writes(schema, "'a\n'")).isFalse();
        assertThat(writes(schema, "'a\u2028'")).isFalse();
        assertThat(writes(schema, "'a\uFFFD'")).isFalse();
        assertThat(writes(schema, "'a\u2027\u202a\uFFFC\u0800\uD7FF\uE000\uDBFF\uDFFD'")).isTrue();
        assertThat(writes("{'const': 'a\u2028'}", "'a\\u2028'")).isTrue();
    }

    @Test
    void completesTheDocumentWithTheLastTokens() {
        String schema = "{'type':'array','items':{'type':'string'}}".replace('\'', '"');
        TokenRule rule = constraint.rule(schema, 12);
        StringBuilder said = new StringBuilder();
        while (true) {
            float[] logits = new float[TOKENS];
            logits['z'] = 1;
            rule.restrict(logits);
            int id = new GreedySampler().pick(logits).orElseThrow().tokenId();
            if (id == ByteTokenizer.EOS) {
                break;
            }
            said.append((char) id);
            rule.said(id);
        }

        assertThat(said.toString()).isEqualTo("[\"zzzzzzz\"]");
    }

    @Test
    void letsBrokenLogitsBeSeen() {
        float[] logits = new float[TOKENS];
        logits['a'] = Float.NaN;

        constraint.rule("{\"type\": \"null\"}", LIMIT).restrict(logits);

        assertThat(new GreedySampler().pick(logits)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'type':'string','pattern':'a+'} | #: 'pattern' is not supported here",
                "{'type':'string','minimum':1} | #: 'minimum' is not supported here",
                "{'type':'string','format':'date'} | #: 'format' is not supported here",
                "{'type':'array'} | #/items: is missing",
                "{'type':'array','items':true} | #/items: is no object",
                "{'type':'array','items':{'type':'null'},'uniqueItems':true} | 'uniqueItems'",
                "{'type':'object'} | 'properties' is no object of at most 256",
                "{'type':'object','properties':{'a':{'oneOf':[]}}} | #/properties/a: 'type' is"
                        + " missing",
                "{'type':'object','properties':{},'required':['a']} | 'a' is required and none of"
                        + " the properties",
                "{'type':'object','properties':{},'additionalProperties':{}} | true or false only",
                "{'type':'text'} | type 'text' is none of JSON's",
                "{'type':'integer','minimum':2,'maximum':1} | no integer of 15 digits lies within",
                "{'type':'number','exclusiveMinimum':0,'maximum':1e-7} | no number of 9 digits",
                "{'type':'integer','multipleOf':2} | 'multipleOf' is not supported here",
                "{'enum':[]} | 'enum' is no list of 1 to 256",
                "{'enum':[1],'type':'string'} | no listed value is of the type",
                "{'enum':['a'],'minLength':3} | 'minLength' is not supported here",
                "{'$ref':'#/$defs/a','$defs':{'a':{'$ref':'#/$defs/a'}}} | leads in a circle",
                "{'$ref':'#/$defs/b'} | leads nowhere",
                "{'$ref':'http://example.org/a'} | is not of the form #/$defs/name",
                "{'type':'string','minLength':-1} | 'minLength' is no count from 0 to 100000",
                "{'type':'string','minLength':20000} | shortest document has more than 16384 bytes",
                "{'type':'string','minLength':2,'maxLength':1} | 'minLength' is above 'maxLength'",
                "{'type':'string' | is no JSON",
                "{'type':'string','type':'null'} | Duplicate field",
                "[] | #: is no object"
            })
    void refusesByNameWhatItCannotHoldTo(String schema, String message) {
        assertThatThrownBy(() -> constraint.rule(schema.replace('\'', '"'), LIMIT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message.replace('\'', '"').replace("JSON\"s", "JSON's"));
    }

    @Test
    void refusesSchemasThatGrowWhenTheyAreWrittenOut() {
        StringBuilder defs = new StringBuilder("\"d0\": {\"type\": \"null\"}");
        for (int i = 1; i <= 12; i++) {
            String ref = "{\"$ref\": \"#/$defs/d" + (i - 1) + "\"}";
            defs.append(", \"d").append(i).append("\": {\"anyOf\": [");
            defs.append(ref).append(", ").append(ref).append("]}");
        }

        assertThatThrownBy(
                        () ->
                                constraint.rule(
                                        "{\"$ref\": \"#/$defs/d12\", \"$defs\": {" + defs + "}}",
                                        LIMIT))
                .hasMessageContaining("nested more than 24 deep");
        assertThatThrownBy(
                        () ->
                                constraint.rule(
                                        "{\"$ref\": \"#/$defs/d10\", \"$defs\": {" + defs + "}}",
                                        LIMIT))
                .hasMessageContaining("more than 2000 parts");
    }

    @Test
    void refusesATokenizerThatDoesNotTellTheBytesOfItsTokens() {
        Tokenizer silent =
                new Tokenizer() {
                    @Override
                    public int[] encode(String text) {
                        return new int[0];
                    }

                    @Override
                    public String decode(int[] tokenIds) {
                        return "";
                    }

                    @Override
                    public Set<String> specialTokens() {
                        return Set.of();
                    }

                    @Override
                    public void close() {}
                };

        assertThatThrownBy(
                        () ->
                                new JsonConstraint(silent, Set.of(1))
                                        .rule("{\"type\": \"null\"}", LIMIT))
                .hasMessageContaining("does not tell the bytes of its tokens");
    }
}
