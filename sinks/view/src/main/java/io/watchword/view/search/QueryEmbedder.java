package io.watchword.view.search;

import java.util.Optional;

/** Takes words into the space that a bundle shares between text and video. Thread-safe. */
public interface QueryEmbedder {
    /** For a bundle that cannot search by meaning. */
    QueryEmbedder NONE =
            new QueryEmbedder() {
                @Override
                public Optional<float[]> embed(String text) {
                    return Optional.empty();
                }

                @Override
                public String bundleSha256() {
                    return "";
                }
            };

    /** A unit vector; empty where the bundle has none for it. */
    Optional<float[]> embed(String text);

    /** Only vectors of this bundle can be compared with it. */
    String bundleSha256();
}
