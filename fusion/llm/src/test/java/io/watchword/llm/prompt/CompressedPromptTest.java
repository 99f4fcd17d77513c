package io.watchword.llm.prompt;

import static io.watchword.contract.Modality.AUDIO;
import static io.watchword.contract.Modality.MOTION;
import static io.watchword.contract.Modality.SPATIAL;
import static io.watchword.llm.testing.Models.block;
import static io.watchword.llm.testing.Models.segment;
import static org.assertj.core.api.Assertions.assertThat;

import io.watchword.contract.Compression;
import io.watchword.contract.Compression.Kind;
import io.watchword.contract.Modality;
import io.watchword.contract.TokenLedger;
import io.watchword.llm.prompt.CaptionRequest.SegmentTokens;
import io.watchword.llm.testing.Models;
import io.watchword.llm.testing.ScaleProjector;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CompressedPromptTest {
    private static final int SEGMENTS = 6;
    private static final int WHOLE = SEGMENTS * 12;

    private final PromptBuilder prompts =
            new PromptBuilder(
                    Models.format(Models.PROMPT), Models.tokenizer(), new ScaleProjector(), 4);

    private static CaptionRequest request() {
        List<SegmentTokens> segments = new ArrayList<>();
        for (int i = 0; i < SEGMENTS; i++) {
            segments.add(
                    segment(
                            2_000_000L * i,
                            block(SPATIAL, 2, 3, 1 + i),
                            block(MOTION, 4, 3, -i),
                            block(AUDIO, 2, 3, 3)));
        }
        return Models.request("en", segments.toArray(SegmentTokens[]::new));
    }

    @Test
    void theLedgerCountsWhatIsThereAndNothingElse() {
        for (Kind kind : Kind.values()) {
            Prompt prompt = prompts.build(request().with(new Compression(kind, 30)));

            TokenLedger ledger = prompt.ledger();
            assertThat(ledger.spatial()).as(kind.name()).isEqualTo(embeds(prompt, SPATIAL));
            assertThat(ledger.motion()).as(kind.name()).isEqualTo(embeds(prompt, MOTION));
            assertThat(ledger.audio()).as(kind.name()).isEqualTo(embeds(prompt, AUDIO));
            assertThat(ledger.text()).as(kind.name()).isEqualTo(1);
            assertThat(ledger.text() + ledger.delimiter())
                    .as(kind.name())
                    .isEqualTo(
                            prompt.pieces().stream()
                                    .filter(Prompt.Tokens.class::isInstance)
                                    .mapToInt(Prompt.Piece::positions)
                                    .sum());
            if (kind == Kind.NONE) {
                assertThat(ledger.prompt()).isEqualTo(WHOLE + 1);
            } else {
                assertThat(ledger.prompt()).as(kind.name()).isBetween(12, 31);
            }
        }
    }

    private static int embeds(Prompt prompt, Modality modality) {
        return prompt.pieces().stream()
                .filter(Prompt.Embeds.class::isInstance)
                .map(Prompt.Embeds.class::cast)
                .filter(embeds -> embeds.modality() == modality)
                .mapToInt(Prompt.Embeds::positions)
                .sum();
    }

    @Test
    void whatFitsIsLaidOutAsWithoutCompression() {
        CaptionRequest request = Models.request();

        for (Kind kind : Kind.values()) {
            assertThat(prompts.build(request.with(new Compression(kind, 64))).ledger())
                    .isEqualTo(prompts.build(request).ledger());
        }
    }

    @Test
    void aPromptOfItsOwnKindHasAHashOfItsOwn() {
        PromptFormat format = Models.format(Models.PROMPT);
        CaptionRequest request = request();

        assertThat(format.sha256(request.with(new Compression(Kind.POOL, 64))))
                .isNotEqualTo(format.sha256(request))
                .isNotEqualTo(format.sha256(request.with(new Compression(Kind.POOL, 65))));
        assertThat(format.sha256(request.with(new Compression(Kind.NONE, 64))))
                .isEqualTo(format.sha256(request));
    }
}
