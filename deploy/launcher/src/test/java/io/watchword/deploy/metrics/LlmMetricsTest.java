package io.watchword.deploy.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.watchword.contract.ErrorCode;
import io.watchword.contract.TokenLedger;
import io.watchword.llm.engine.Ending;
import io.watchword.llm.engine.Priority;
import org.junit.jupiter.api.Test;

class LlmMetricsTest {
    private final PrometheusMeterRegistry registry =
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final LlmMetrics metrics = new LlmMetrics(registry);

    @Test
    void whatTheSchedulerDoesIsShownUnderItsNames() {
        metrics.admitted(Priority.ASK, 200_000_000);
        metrics.turnedAway(
                Priority.BACKFILL, new Ending.Refused(ErrorCode.OVERLOADED, "as many as may"));
        metrics.turnedAway(Priority.LIVE, new Ending.Abandoned());
        metrics.prefilled(new TokenLedger(3, 20, 10, 5, 0, 8, 0), 40_000_000);
        metrics.decoded(3, 5_000_000);
        metrics.decoded(2, 5_000_000);
        metrics.holds(0, 2, 300);
        metrics.holds(1, 1, 50);
        metrics.waiting(7);

        assertThat(registry.scrape())
                .contains(
                        "watchword_llm_queue_delay_seconds_sum{priority=\"ask\"} 0.2",
                        "watchword_llm_turned_away_total{code=\"overloaded\",priority=\"backfill\"}"
                                + " 1.0",
                        "watchword_llm_turned_away_total{code=\"given_up\",priority=\"live\"} 1.0",
                        "watchword_llm_prefill_seconds_sum 0.04",
                        "watchword_llm_prompt_positions_total{modality=\"spatial\"} 20.0",
                        "watchword_llm_prompt_positions_total{modality=\"temporal\"} 0.0",
                        "watchword_llm_decode_seconds_count 2",
                        "watchword_llm_tokens_total 5.0",
                        "watchword_llm_batch_size_sum 5.0",
                        "watchword_llm_inflight 3.0",
                        "watchword_llm_cache_positions 350.0",
                        "watchword_llm_waiting 7.0");
    }
}
