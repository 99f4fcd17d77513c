package io.watchword.deploy.redescribe;

import io.watchword.contract.Compression;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What the command line of {@code redescribe} asks for.
 *
 * @param stream id of the stream, or name of the file
 * @param from beginning of the span; empty for all that is stored; likewise to
 * @param prompt what to say; empty for the caption the bundle was trained to give
 * @param bundle whose language model is asked; empty for the one that runs, or the usual one
 * @param language of the captions; empty for what the configuration says
 * @param out where files are written; empty for none
 * @param publish whether the events go to topic {@code events}
 * @param compression how prompts are made shorter; empty for what the configuration says
 * @param config file with settings; empty for the defaults
 */
record RedescribeOptions(
        String stream,
        Optional<String> from,
        Optional<String> to,
        String prompt,
        Path data,
        Optional<Path> bundle,
        Optional<String> language,
        Optional<Path> out,
        boolean publish,
        Optional<Compression> compression,
        Optional<Path> config,
        boolean quiet) {}
