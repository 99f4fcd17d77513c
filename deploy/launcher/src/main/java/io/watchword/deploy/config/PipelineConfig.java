package io.watchword.deploy.config;

import static io.watchword.contract.Checks.checkArgument;
import static java.util.Objects.requireNonNull;

import io.watchword.contract.Compression;
import io.watchword.encoders.EncodeConfig;
import io.watchword.fusion.FuseConfig;
import io.watchword.ingest.IngestConfig;
import io.watchword.llm.LlmConfig;
import io.watchword.view.AccessConfig;
import io.watchword.view.ViewConfig;
import java.util.List;

/** All of pipeline.yaml, one section for each stage. */
public record PipelineConfig(
        IngestConfig ingest,
        EncodeConfig encode,
        FuseConfig fuse,
        LlmConfig llm,
        LogConfig log,
        List<SinkConfig> sinks,
        HttpConfig http,
        ViewConfig view,
        AccessConfig access) {
    public static final PipelineConfig DEFAULT =
            new PipelineConfig(
                    IngestConfig.DEFAULT,
                    EncodeConfig.DEFAULT,
                    FuseConfig.DEFAULT,
                    LlmConfig.DEFAULT,
                    LogConfig.DEFAULT,
                    List.of(),
                    HttpConfig.DEFAULT,
                    ViewConfig.DEFAULT,
                    AccessConfig.DEFAULT);

    public PipelineConfig {
        requireNonNull(ingest, "ingest is missing");
        requireNonNull(encode, "encode is missing");
        requireNonNull(fuse, "fuse is missing");
        requireNonNull(llm, "llm is missing");
        requireNonNull(log, "log is missing");
        sinks = List.copyOf(sinks);
        requireNonNull(http, "http is missing");
        requireNonNull(view, "view is missing");
        requireNonNull(access, "access is missing");
        long names = sinks.stream().map(SinkConfig::name).distinct().count();
        checkArgument(names == sinks.size(), "sinks: two have the same name");
    }

    /** With captions in another language. */
    public PipelineConfig withLanguage(String language) {
        return new PipelineConfig(
                ingest, encode, fuse.withLanguage(language), llm, log, sinks, http, view, access);
    }

    /** With the page at another address. */
    public PipelineConfig withHost(String host) {
        return new PipelineConfig(
                ingest, encode, fuse, llm, log, sinks, http.onHost(host), view, access);
    }

    /** With prompts made shorter in another way. */
    public PipelineConfig with(Compression compression) {
        return new PipelineConfig(
                ingest, encode, fuse.with(compression), llm, log, sinks, http, view, access);
    }
}
