package io.watchword.deploy.search;

import io.watchword.contract.bundle.ModelBundle;
import io.watchword.deploy.ask.BundleSearchText;
import io.watchword.fusion.ask.SearchText;
import io.watchword.view.search.QueryEmbedder;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A bundle's text encoder for search, for queries and for questions. Thread-safe: one text at a
 * time. Owns the encoder; a bundle without one has no vector for any text.
 */
public final class BundleEmbedder implements QueryEmbedder, SearchText, AutoCloseable {
    private final String bundleSha256;
    private final @Nullable BundleSearchText encoder;

    private BundleEmbedder(String bundleSha256, @Nullable BundleSearchText encoder) {
        this.bundleSha256 = bundleSha256;
        this.encoder = encoder;
    }

    /**
     * @throws IllegalArgumentException if the bundle has an encoder that cannot be run
     */
    public static BundleEmbedder open(ModelBundle bundle) {
        boolean able =
                bundle.has(ModelBundle.Roles.SEARCH_TEXT)
                        && bundle.has(ModelBundle.Roles.TOKENIZER);
        return new BundleEmbedder(bundle.sha256(), able ? BundleSearchText.open(bundle) : null);
    }

    @Override
    public synchronized float[] vector(String text) {
        return encoder == null ? new float[0] : encoder.vector(text);
    }

    @Override
    public Optional<float[]> embed(String text) {
        float[] vector = vector(text).clone();
        double sum = 0;
        for (float value : vector) {
            sum += (double) value * value;
        }
        float length = (float) Math.sqrt(sum);
        if (!(length > 0)) {
            return Optional.empty();
        }
        for (int i = 0; i < vector.length; i++) {
            vector[i] /= length;
        }
        return Optional.of(vector);
    }

    @Override
    public String bundleSha256() {
        return bundleSha256;
    }

    @Override
    public synchronized void close() {
        if (encoder != null) {
            encoder.close();
        }
    }
}
