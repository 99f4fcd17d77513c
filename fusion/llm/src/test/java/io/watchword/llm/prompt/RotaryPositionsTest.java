package io.watchword.llm.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchword.contract.Modality;
import io.watchword.contract.TokenLedger;
import java.util.List;
import org.junit.jupiter.api.Test;

class RotaryPositionsTest {
    @Test
    void aPictureTakesItsGridAndTheNextWordGoesOnAfterItsLongerSide() {
        Prompt prompt =
                new Prompt(
                        List.of(
                                new Prompt.Tokens(new int[] {7, 8}),
                                new Prompt.Embeds(Modality.SPATIAL, 6, new float[6], 2, 3),
                                new Prompt.Tokens(new int[] {9})),
                        new TokenLedger(3, 6, 0, 0, 0, 0, 0));

        RotaryPositions positions = RotaryPositions.of(prompt);

        assertThat(positions.axes()[0]).containsExactly(0, 1, 2, 2, 2, 2, 2, 2, 5);
        assertThat(positions.axes()[1]).containsExactly(0, 1, 2, 2, 2, 3, 3, 3, 5);
        assertThat(positions.axes()[2]).containsExactly(0, 1, 2, 3, 4, 2, 3, 4, 5);
        assertThat(positions.next()).isEqualTo(6);
    }

    @Test
    void wordsAloneCountUp() {
        Prompt prompt =
                new Prompt(
                        List.of(new Prompt.Tokens(new int[] {7, 8, 9})),
                        new TokenLedger(3, 0, 0, 0, 0, 0, 0));

        RotaryPositions positions = RotaryPositions.of(prompt);

        assertThat(positions.axes()).isDeepEqualTo(new long[][] {{0, 1, 2}, {0, 1, 2}, {0, 1, 2}});
        assertThat(positions.next()).isEqualTo(3);
    }
}
