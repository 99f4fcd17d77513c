package io.watchword.deploy.subscribe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.watchword.deploy.UserMistake;
import io.watchword.proto.v1.SubscriptionRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SubscriptionLinesTest {
    private final Path file;

    SubscriptionLinesTest(@TempDir Path folder) {
        this.file = folder.resolve("list.jsonl");
    }

    @Test
    void readsASubscriptionALine() throws IOException {
        Files.writeString(
                file,
                """
                {"words": "someone runs", "streams": ["yard", "gate"], "cooldownMs": 5000}

                {"id": "vans", "words": "a van stops", "by": "both", "threshold": 0.4, "verify": "languageModel"}
                """);

        List<SubscriptionLines.Line> lines = SubscriptionLines.read(file);

        assertThat(lines).extracting(SubscriptionLines.Line::number).containsExactly(1, 3);
        assertThat(lines.get(0).subscription().getStreamIdsList()).containsExactly("yard", "gate");
        assertThat(lines.get(0).subscription().getRule().getCooldownMs()).isEqualTo(5000);
        assertThat(lines.get(1).subscription().getId()).isEqualTo("vans");
        assertThat(lines.get(1).subscription().getRule().getBy())
                .isEqualTo(SubscriptionRule.By.BOTH);
        assertThat(lines.get(1).subscription().getVerify()).isTrue();
    }

    @Test
    void namesEveryLineThatIsNone() throws IOException {
        Files.writeString(
                file,
                "{\"words\": 7}\n{\"words\": \"a\", \"strems\": []}\nhello\n{\"words\":\"a\",\"by\":\"luck\"}");

        assertThatThrownBy(() -> SubscriptionLines.read(file))
                .isInstanceOfSatisfying(
                        UserMistake.class,
                        e ->
                                assertThat(e.problems())
                                        .hasSize(4)
                                        .anyMatch(
                                                p ->
                                                        p.startsWith(
                                                                "list.jsonl line 2: \"strems\"")));
    }
}
