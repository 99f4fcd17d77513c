package io.watchword.llm.remote;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.watchword.contract.ErrorCode;
import io.watchword.llm.decode.DecodingOptions;
import io.watchword.llm.decode.Refusal;
import io.watchword.llm.engine.Priority;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class RemoteOptionsTest {
    private final ObjectNode body = new ObjectMapper().createObjectNode();

    private static DecodingOptions options(int beams, List<String> stop, boolean guard) {
        return new DecodingOptions(Priority.ASK, 0, 1, beams, 3, stop, guard, "");
    }

    @Test
    void refusesWhatAnotherServerCannotBeAskedFor() {
        assertThat(RemoteOptions.problem(options(2, List.of(), false)))
                .contains(refused("options.beams is 2, a remote model takes 1"));
        assertThat(RemoteOptions.problem(options(1, List.of(), true)))
                .contains(refused("options.repetition_guard is set, a remote model has none"));
        assertThat(RemoteOptions.problem(options(1, Collections.nCopies(5, "a"), false)))
                .contains(refused("options.stop has 5 strings, a remote model takes 4"));
        assertThat(RemoteOptions.problem(DecodingOptions.GREEDY)).isEmpty();
    }

    private static Refusal refused(String detail) {
        return new Refusal(ErrorCode.INVALID_RECORD, detail);
    }

    @Test
    void writesOptionsInTheWordsOfTheApi() {
        DecodingOptions drawn =
                new DecodingOptions(Priority.ASK, 0.5f, 0.25f, 1, 3, List.of("b"), false, "");

        RemoteOptions.put(drawn, List.of("a"), body);

        assertThat(body)
                .hasToString(
                        "{\"temperature\":0.5,\"top_p\":0.25,\"seed\":3,\"stop\":[\"a\",\"b\"]}");
    }

    @Test
    void asksForADocumentOfTheSchema() {
        DecodingOptions held =
                new DecodingOptions(
                        Priority.ASK, 0, 1, 1, 3, List.of(), false, "{\"type\": \"null\"}");

        RemoteOptions.put(held, List.of(), body);

        assertThat(body.at("/response_format/type").asText()).isEqualTo("json_schema");
        assertThat(body.at("/response_format/json_schema/schema/type").asText()).isEqualTo("null");
        assertThat(body.has("seed")).isFalse();
    }
}
