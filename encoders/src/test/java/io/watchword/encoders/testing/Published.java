package io.watchword.encoders.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.watchword.contract.bundle.ModelBundle;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Base64;
import java.util.zip.InflaterInputStream;
import javax.imageio.ImageIO;

/** Tiny models in the published layout, and what the Python reference made of pictures. */
public final class Published {
    private static final Path DIRECTORY = Path.of("..", "models", "parity");

    private Published() {}

    public static ModelBundle bundle(String family) {
        return ModelBundle.open(DIRECTORY.resolve("fixtures").resolve(family));
    }

    /** One of the golden files, without its suffix. */
    public static JsonNode golden(String name) {
        try {
            return new ObjectMapper()
                    .readTree(DIRECTORY.resolve("golden").resolve(name + ".json").toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Pixels of one of the golden pictures, shape (height, width, 3). */
    public static BufferedImage picture(String file) {
        try {
            return ImageIO.read(DIRECTORY.resolve("golden").resolve(file).toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static byte[] bytes(JsonNode packed) {
        byte[] deflated = Base64.getDecoder().decode(packed.path("zlib").asText());
        try (InflaterInputStream in = new InflaterInputStream(new ByteArrayInputStream(deflated))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static float[] floats(JsonNode packed) {
        ByteBuffer bytes = ByteBuffer.wrap(bytes(packed)).order(ByteOrder.LITTLE_ENDIAN);
        float[] values = new float[bytes.remaining() / Float.BYTES];
        bytes.asFloatBuffer().get(values);
        return values;
    }
}
