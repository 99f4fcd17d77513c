package io.watchword.fusion.client;

import io.watchword.contract.Compression;
import io.watchword.proto.v1.PromptCompression;
import java.util.Optional;

/** What {@code describe.proto} says of a compression. */
final class CompressionMessages {
    private CompressionMessages() {}

    /** Empty where nothing is given up: then a server that knows no compression understands. */
    static Optional<PromptCompression> to(Compression compression) {
        PromptCompression.Kind kind =
                switch (compression.kind()) {
                    case NONE -> PromptCompression.Kind.KIND_UNSPECIFIED;
                    case NEWEST -> PromptCompression.Kind.NEWEST;
                    case POOL -> PromptCompression.Kind.POOL;
                    case NOVELTY -> PromptCompression.Kind.NOVELTY;
                    case MEMORY -> PromptCompression.Kind.MEMORY;
                    case RESAMPLE -> PromptCompression.Kind.RESAMPLE;
                };
        return compression.none()
                ? Optional.empty()
                : Optional.of(
                        PromptCompression.newBuilder()
                                .setKind(kind)
                                .setMaxPositions(compression.maxPositions())
                                .build());
    }
}
