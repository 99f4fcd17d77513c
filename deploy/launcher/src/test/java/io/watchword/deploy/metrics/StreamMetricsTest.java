package io.watchword.deploy.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.watchword.contract.Gap;
import io.watchword.contract.StreamVitals;
import io.watchword.ingest.child.Sandbox;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class StreamMetricsTest {
    private final PrometheusMeterRegistry registry =
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final AtomicLong nowNs = new AtomicLong(1_000_000_000_000L);
    private final StreamMetrics metrics = new StreamMetrics(registry, nowNs::get, 2);

    @Test
    void vitalsAreShownUnderTheirNames() {
        metrics.sandbox(Sandbox.BUBBLEWRAP);
        metrics.vitals("yard", vitals(StreamVitals.State.LIVE, 90));
        nowNs.addAndGet(5_000_000_000L);
        metrics.vitals("yard", vitals(StreamVitals.State.STALLED, 90));
        nowNs.addAndGet(2_500_000_000L);

        assertThat(registry.scrape())
                .contains(
                        "watchword_stream_up{stream=\"yard\"} 0.0",
                        "watchword_stream_state{state=\"stalled\",stream=\"yard\"} 1.0",
                        "watchword_stream_state{state=\"live\",stream=\"yard\"} 0.0",
                        "watchword_stream_last_frame_age_seconds{stream=\"yard\"} 7.5",
                        "watchword_media_seconds_total{outcome=\"processed\",stream=\"yard\"} 20.0",
                        "watchword_media_seconds_total{outcome=\"shed\",stream=\"yard\"} 4.0",
                        "watchword_media_seconds_total{outcome=\"gap\",stream=\"yard\"} 3.0",
                        "watchword_shed_seconds_total{reason=\"overload\",stage=\"ingest\",stream=\"yard\"} 4.0",
                        "watchword_frames_total{result=\"decoded\",stream=\"yard\"} 90.0",
                        "watchword_frames_total{result=\"error\",stream=\"yard\"} 10.0",
                        "watchword_decode_error_ratio{stream=\"yard\"} 0.1",
                        "watchword_clock_skew_seconds{stream=\"yard\"} 1.5",
                        "watchword_degradation_level{stream=\"yard\"} 1.0",
                        "watchword_decoder_sandbox{mode=\"namespaces\"} 1.0",
                        "watchword_decoder_sandbox{mode=\"none\"} 0.0");
    }

    @Test
    void whatHappensIsCounted() {
        metrics.segment("yard", 70_000, 2_000_000);
        metrics.gap("yard", Gap.Reason.DISCONNECTED, 5_000_000);
        metrics.reconnected("yard", "UNREACHABLE");
        metrics.reconnected("yard", "UNREACHABLE");
        metrics.decoderRestarted("yard", "crash");
        metrics.addressDenied("yard");
        metrics.latency("yard", 1_500_000_000L);

        assertThat(registry.scrape())
                .contains(
                        "watchword_segments_total{stream=\"yard\"} 1.0",
                        "watchword_segment_bytes_bucket{le=\"65536.0\"} 0",
                        "watchword_segment_bytes_sum 70000.0",
                        "watchword_gaps_total{reason=\"disconnected\",stream=\"yard\"} 1.0",
                        "watchword_stream_reconnects_total{reason=\"unreachable\",stream=\"yard\"} 2.0",
                        "watchword_decoder_restarts_total{reason=\"crash\"} 1.0",
                        "watchword_url_policy_denied_total{reason=\"address\"} 1.0",
                        "watchword_stage_latency_seconds_bucket{stage=\"ingest\",le=\"1.0\"} 0",
                        "watchword_stage_latency_seconds_bucket{stage=\"ingest\",le=\"2.0\"} 1");
    }

    @Test
    void streamsBeyondTheLimitShareOneLabelWhoseTotalsNeverFall() {
        for (String stream : new String[] {"a", "b", "c", "d"}) {
            metrics.vitals(stream, vitals(StreamVitals.State.LIVE, 100));
        }
        metrics.vitals("d", vitals(StreamVitals.State.FAILED, 100));

        String before = registry.scrape();
        metrics.forgotten("c");

        assertThat(before)
                .contains(
                        "watchword_frames_total{result=\"decoded\",stream=\"other\"} 200.0",
                        "watchword_stream_state{state=\"failed\",stream=\"other\"} 1.0",
                        "watchword_stream_up{stream=\"other\"} 0.0",
                        "watchword_stream_up{stream=\"a\"} 1.0")
                .doesNotContain("stream=\"c\"");
        assertThat(registry.scrape())
                .contains("watchword_frames_total{result=\"decoded\",stream=\"other\"} 200.0");
    }

    @Test
    void aThousandStreamsComeAndGoAndNothingIsLeft() {
        StreamMetrics many = new StreamMetrics(registry, nowNs::get, 100);
        many.segment("first", 1, 1);
        many.latency("first", 1);
        many.decoderRestarted("first", "crash");
        many.addressDenied("first");
        many.forgotten("first");
        int before = registry.getMeters().size();
        int samples = registry.scrape().lines().toList().size();

        for (int round = 0; round < 5; round++) {
            for (int index = 0; index < 200; index++) {
                String stream = "stream-" + round + "-" + index;
                many.vitals(stream, vitals(StreamVitals.State.LIVE, index));
                many.segment(stream, 1000, 2_000_000);
                many.gap(stream, Gap.Reason.HOLE, 1);
                many.reconnected(stream, "TIMEOUT");
            }
            assertThat(registry.scrape()).contains("stream=\"other\"");
            for (int index = 0; index < 200; index++) {
                many.forgotten("stream-" + round + "-" + index);
            }
        }

        assertThat(registry.getMeters()).hasSize(before);
        assertThat(registry.scrape().lines()).hasSize(samples);
    }

    @Test
    void reasonsThatVaryDoNotFillTheRegistry() {
        for (int index = 0; index < 1000; index++) {
            metrics.decoderRestarted("yard", "reason " + index);
        }

        assertThat(registry.find("watchword.decoder.restarts").counters()).hasSize(25);
    }

    private static StreamVitals vitals(StreamVitals.State state, long decoded) {
        return new StreamVitals(
                state,
                0,
                "",
                0,
                1,
                25,
                decoded,
                10,
                5000,
                0,
                1,
                3_000_000,
                4_000_000,
                20_000_000,
                2,
                1_500_000,
                1,
                "namespaces",
                "w1");
    }
}
