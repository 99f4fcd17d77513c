package io.watchword.deploy.models;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.watchword.contract.bundle.ImageFilter;
import io.watchword.contract.bundle.ImageStep;
import io.watchword.contract.bundle.ModelFamily;
import io.watchword.contract.bundle.TileForm;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ImageRecipeTest {
    private final Findings findings = new Findings();

    @Test
    void readsTheWaysThatPicturesBecomeSquares() throws IOException {
        assertThat(
                        steps(
                                ModelFamily.IDEFICS3,
                                "{'size':{'longest_edge':2048},"
                                        + "'max_image_size':{'longest_edge':512}}"))
                .containsExactly(
                        new ImageStep.LongestEdge(2048, ImageFilter.LANCZOS),
                        new ImageStep.Squash(512, 512, ImageFilter.LANCZOS));
        assertThat(
                        steps(
                                ModelFamily.LLAVA,
                                "{'size':{'height':384,'width':384},'do_center_crop':false,"
                                        + "'resample':2}"))
                .containsExactly(new ImageStep.Squash(384, 384, ImageFilter.BILINEAR));
        assertThat(
                        steps(
                                ModelFamily.LLAVA,
                                "{'size':{'shortest_edge':336},'crop_size':336,'do_pad':true}"))
                .containsExactly(
                        new ImageStep.PadSquare(List.of(122, 116, 104)),
                        new ImageStep.ShortestEdge(336, ImageFilter.BICUBIC),
                        new ImageStep.Crop(336, 336));
        assertThat(findings.problems()).isEmpty();
    }

    @Test
    void readsTilesOfModelsThatWereTaughtThem() throws IOException {
        String sizes = "'size':{'longest_edge':2048},'max_image_size':{'longest_edge':512}";

        assertThat(tiles("{" + sizes + "}")).contains(new TileForm(2048, 512, ImageFilter.LANCZOS));
        assertThat(tiles("{" + sizes + ",'do_image_splitting':false}")).isEmpty();
        assertThat(tiles(sizes.replace("2048", "512").replaceFirst("^", "{") + "}")).isEmpty();
    }

    private Optional<TileForm> tiles(String json) throws IOException {
        ImageRecipe recipe = recipe(ModelFamily.IDEFICS3, json);
        return recipe.tiles(recipe.steps());
    }

    @Test
    void readsBothSpellingsOfHowManyPixels() throws IOException {
        List<ImageStep> expected =
                List.of(new ImageStep.Multiples(28, 3136, 12_845_056, ImageFilter.BICUBIC));
        assertThat(
                        steps(
                                ModelFamily.QWEN2_VL,
                                "{'min_pixels':3136,'max_pixels':12845056,'patch_size':14}"))
                .isEqualTo(expected);
        assertThat(
                        steps(
                                ModelFamily.QWEN2_VL,
                                "{'size':{'shortest_edge':3136,'longest_edge':12845056}}"))
                .isEqualTo(expected);
    }

    @Test
    void readsNormalisationAndItsAbsence() throws IOException {
        ImageRecipe usual = recipe(ModelFamily.LLAVA, "{}");
        assertThat(usual.rescale()).isEqualTo(1 / 255.0);
        assertThat(usual.mean()).first().isEqualTo(0.48145466);
        ImageRecipe raw = recipe(ModelFamily.LLAVA, "{'do_rescale':false,'do_normalize':false}");
        assertThat(raw.rescale()).isEqualTo(1);
        assertThat(raw.mean()).containsOnly(0.0);
        assertThat(raw.std()).containsOnly(1.0);
    }

    @Test
    void saysWhatCannotBeDone() throws IOException {
        steps(ModelFamily.LLAVA, "{'size':{'shortest_edge':336},'do_center_crop':false}");
        steps(ModelFamily.IDEFICS3, "{'size':{'longest_edge':'big'}}");
        steps(ModelFamily.QWEN2_VL, "{'do_resize':false}");
        recipe(ModelFamily.LLAVA, "{'image_std':[0.5,0,0.5]}").std();

        assertThat(findings.problems())
                .containsExactly(
                        "preprocessor_config.json: pictures keep their ratio and are not cropped:"
                                + " any width",
                        "preprocessor_config.json: max_image_size.longest_edge is missing,"
                                + " required more than 0",
                        "preprocessor_config.json: size.longest_edge is \"big\", required more"
                                + " than 0",
                        "preprocessor_config.json: do_resize is false: key frames have many sizes",
                        "preprocessor_config.json: image_std is [0.5,0,0.5], required three"
                                + " numbers");
    }

    private List<ImageStep> steps(ModelFamily family, String json) throws IOException {
        return recipe(family, json).steps();
    }

    private ImageRecipe recipe(ModelFamily family, String json) throws IOException {
        JsonNode read = Download.JSON.readTree(json.replace('\'', '"'));
        return new ImageRecipe(family, read, findings);
    }
}
