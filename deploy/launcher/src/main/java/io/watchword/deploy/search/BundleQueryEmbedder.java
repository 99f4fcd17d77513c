package io.watchword.deploy.search;

import io.watchword.contract.bundle.ModelBundle;
import io.watchword.deploy.ask.BundleSearchText;
import io.watchword.view.search.QueryEmbedder;
import java.util.Optional;

/** A bundle's text encoder for search, as the view asks for it. Owns it. Thread-safe. */
public final class BundleQueryEmbedder implements QueryEmbedder, AutoCloseable {
    private final BundleSearchText text;
    private final String sha256;

    private BundleQueryEmbedder(BundleSearchText text, String sha256) {
        this.text = text;
        this.sha256 = sha256;
    }

    /**
     * Empty if the bundle has none.
     *
     * @throws IllegalArgumentException if it cannot be run
     */
    public static Optional<BundleQueryEmbedder> open(ModelBundle bundle) {
        return bundle.has(ModelBundle.Roles.SEARCH_TEXT) && bundle.has(ModelBundle.Roles.TOKENIZER)
                ? Optional.of(
                        new BundleQueryEmbedder(BundleSearchText.open(bundle), bundle.sha256()))
                : Optional.empty();
    }

    @Override
    public Optional<float[]> embed(String said) {
        float[] vector = text.vector(said);
        return vector.length == 0 ? Optional.empty() : Optional.of(vector);
    }

    @Override
    public String bundleSha256() {
        return sha256;
    }

    @Override
    public void close() {
        text.close();
    }
}
