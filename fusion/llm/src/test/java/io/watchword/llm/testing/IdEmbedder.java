package io.watchword.llm.testing;

import io.watchword.llm.engine.PromptEmbedder;
import io.watchword.llm.prompt.Prompt;
import java.nio.FloatBuffer;

/** Embeds token n as (n, -n); two values an embedding. */
public final class IdEmbedder implements PromptEmbedder {
    private volatile boolean closed;

    @Override
    public int hidden() {
        return 2;
    }

    @Override
    public float[] embed(Prompt prompt) {
        FloatBuffer values = FloatBuffer.allocate(2 * prompt.positions());
        for (Prompt.Piece piece : prompt.pieces()) {
            if (piece instanceof Prompt.Tokens tokens) {
                for (int id : tokens.ids()) {
                    values.put(id).put(-id);
                }
            } else if (piece instanceof Prompt.Embeds block) {
                values.put(block.values());
            }
        }
        return values.array();
    }

    public boolean closed() {
        return closed;
    }

    @Override
    public void close() {
        closed = true;
    }
}
