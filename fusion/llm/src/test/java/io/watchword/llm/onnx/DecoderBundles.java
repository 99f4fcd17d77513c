package io.watchword.llm.onnx;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.watchword.contract.bundle.BundleFiles;
import io.watchword.contract.bundle.ModelBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Bundles of nothing but a decoder and its text embeddings, from files that a script made. */
final class DecoderBundles {
    private DecoderBundles() {}

    /**
     * @param from where the files are
     * @param to where the bundle is made
     */
    static ModelBundle of(Path from, String decoder, Path to, DecoderForm.Sizes sizes)
            throws IOException {
        ObjectNode json = new ObjectMapper().createObjectNode();
        json.put("name", decoder).put("version", "1").putArray("languages");
        ObjectNode roles = json.putObject("roles");
        role(roles.putObject("embed_tokens"), from.resolve("embed_tokens.onnx"), to);
        role(roles.putObject("decoder_model_merged"), from.resolve(decoder), to);
        json.putObject("languageModel")
                .put("hidden", sizes.hidden())
                .put("kvHeads", sizes.kvHeads())
                .put("headDim", sizes.headDim());
        Files.writeString(to.resolve("bundle.json"), json.toString());
        return ModelBundle.open(to);
    }

    private static void role(ObjectNode role, Path file, Path to) throws IOException {
        Path copy = Files.copy(file, to.resolve(file.getFileName().toString()));
        role.put("file", copy.getFileName().toString()).put("sha256", BundleFiles.sha256(copy));
    }
}
