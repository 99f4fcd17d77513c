package io.watchword.deploy.eval.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchword.contract.MotionField;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class MotionPictureTest {
    @Test
    void whatMovesHasTheColourOfItsWayAndTheRestIsWhite() throws IOException {
        byte[] vectors = new byte[2 * MotionField.CELLS];
        vectors[5 * MotionField.GRID_WIDTH + 7] = 40; // dx: 20 pixels to the right
        vectors[MotionField.CELLS + 5 * MotionField.GRID_WIDTH + 9] = -40; // dy: upwards
        MotionField field =
                new MotionField(1, 0, vectors, new byte[MotionField.CELLS], new float[1]);

        BufferedImage picture =
                ImageIO.read(new ByteArrayInputStream(MotionPicture.of(List.of(field))));

        Color right = new Color(picture.getRGB(7 * 9 + 1, 5 * 9 + 1));
        Color up = new Color(picture.getRGB(9 * 9 + 1, 5 * 9 + 1));
        assertThat(right.getRed()).isGreaterThan(200);
        assertThat(right.getBlue()).isLessThan(100);
        assertThat(up.getBlue()).isGreaterThan(200);
        assertThat(new Color(picture.getRGB(1, 1))).isEqualTo(Color.WHITE);
    }
}
