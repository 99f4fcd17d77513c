package io.watchword.llm.constrain;

import static io.watchword.contract.Checks.checkArgument;
import static java.util.Objects.requireNonNull;

import io.watchword.llm.sample.TokenRule;
import io.watchword.llm.token.Tokenizer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Rules by which a model writes a document of a JSON Schema and nothing else. Remembers the schemas
 * asked for last. Thread-safe.
 */
public final class JsonConstraint {
    private static final int MAX_REMEMBERED = 16;

    private final Tokenizer tokenizer;
    private final Set<Integer> eosIds;
    private final Map<String, Grammar> grammars =
            new LinkedHashMap<>(2 * MAX_REMEMBERED, 0.75f, true) {
                private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Grammar> eldest) {
                    return size() > MAX_REMEMBERED;
                }
            };
    private @Nullable PieceTree tree; // made when first asked for

    public JsonConstraint(Tokenizer tokenizer, Set<Integer> eosIds) {
        this.tokenizer = requireNonNull(tokenizer, "tokenizer is null");
        this.eosIds = Set.copyOf(eosIds);
    }

    /**
     * The rule for one answer.
     *
     * @param schema JSON Schema, of the words that {@link SchemaReader} lists
     * @param limit most tokens of the answer, the end token among them
     * @throws IllegalArgumentException if the schema has an unknown word, or its shortest document
     *     has no room
     */
    public TokenRule rule(String schema, int limit) {
        return new DocumentRule(grammar(schema), eosIds, limit);
    }

    private synchronized Grammar grammar(String schema) {
        Grammar known = grammars.get(schema);
        if (known == null) {
            known = new Grammar(SchemaReader.read(schema), tree());
            grammars.put(schema, known);
        }
        return known;
    }

    private synchronized PieceTree tree() {
        if (tree == null) {
            List<byte[]> pieces = tokenizer.pieces();
            checkArgument(
                    !pieces.isEmpty(),
                    "jsonSchema: the tokenizer does not tell the bytes of its tokens");
            tree = new PieceTree(pieces);
        }
        return tree;
    }
}
