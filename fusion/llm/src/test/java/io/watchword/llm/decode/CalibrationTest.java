package io.watchword.llm.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class CalibrationTest {
    private static Calibration read(String section) throws JsonProcessingException {
        return Calibration.from(new ObjectMapper().readTree(section).path("calibration"));
    }

    @Test
    void isTheMeanProbabilityOfTokensWhereTheBundleSaysNothing() throws Exception {
        assertThat(read("{}").confidence(Math.log(0.25), 7)).isCloseTo(0.25f, within(1e-6f));
    }

    @Test
    void followsTheLogisticCurveOfTheBundle() throws Exception {
        Calibration platt =
                read("{\"calibration\": {\"kind\": \"platt\", \"scale\": 20, \"bias\": 3}}");

        assertThat(platt.confidence(0, 9)).isCloseTo(0.952574f, within(1e-6f));
        assertThat(platt.confidence(-0.15, 9)).isCloseTo(0.5f, within(1e-6f));
        assertThat(platt.confidence(-1e6, 9)).isZero();
    }

    @Test
    void trustsALongAnswerLessWhereTheBundleSaysSo() throws Exception {
        Calibration platt =
                read(
                        "{\"calibration\": {\"kind\": \"platt\", \"scale\": 20, \"length\": -0.1,"
                                + " \"bias\": 3}}");

        assertThat(platt.confidence(0, 30)).isCloseTo(0.5f, within(1e-6f));
        assertThat(platt.confidence(0, 10)).isCloseTo(0.880797f, within(1e-6f));
    }

    @Test
    void namesWhatIsWrong() {
        assertThatThrownBy(() -> read("{\"calibration\": {\"kind\": \"isotonic\"}}"))
                .hasMessage("languageModel.calibration.kind is \"isotonic\", required \"platt\"");
        assertThatThrownBy(() -> read("{\"calibration\": {\"kind\": \"platt\", \"scale\": 1}}"))
                .hasMessage("languageModel.calibration.bias is missing, required a number");
    }
}
