package io.watchword.deploy.models;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.watchword.contract.bundle.BundleFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A graph of a published model and the files with its weights, all of them inside.
 *
 * @param name relative to the model's directory, with {@code /}
 * @param data likewise
 */
record GraphFile(String session, Variant variant, String name, List<String> data) {
    GraphFile {
        data = List.copyOf(data);
    }

    List<String> all() {
        List<String> all = new ArrayList<>();
        all.add(name);
        all.addAll(data);
        return all;
    }

    /** File, checksums and tensors of a role. */
    void write(Path directory, GraphForm form, ObjectNode role) throws IOException {
        checksum(directory, name, role);
        role.put("variant", variant.key());
        if (!data.isEmpty()) {
            ArrayNode beside = role.putArray("data");
            for (String file : data) {
                checksum(directory, file, beside.addObject());
            }
        }
        form.write(role);
    }

    static void checksum(Path directory, String name, ObjectNode json) throws IOException {
        json.put("file", name);
        json.put("sha256", BundleFiles.sha256(directory.resolve(name)));
    }
}
