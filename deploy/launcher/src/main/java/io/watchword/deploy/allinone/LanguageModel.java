package io.watchword.deploy.allinone;

import io.watchword.deploy.UserMistake;
import io.watchword.deploy.secret.SecretStore;
import io.watchword.llm.engine.EngineMetrics;
import io.watchword.llm.grpc.LlmServer;

/**
 * Where the language model answers.
 *
 * @param closing ends it, if it runs here
 */
record LanguageModel(String target, AutoCloseable closing) implements AutoCloseable {

    /**
     * The server that the configuration names, or else one in this process.
     *
     * @throws UserMistake if the port is taken or the bundle cannot be run
     */
    static LanguageModel start(AllInOne.Settings settings, EngineMetrics metrics) throws Exception {
        String elsewhere = settings.fuse().languageModel();
        if (!elsewhere.isEmpty()) {
            return new LanguageModel(elsewhere, () -> {});
        }
        LlmServer server =
                Refusal.asMistake(
                        () ->
                                LlmServer.start(
                                        settings.llm(),
                                        settings.bundle(),
                                        name -> secrets(settings.data()).find(name),
                                        metrics));
        return new LanguageModel("127.0.0.1:" + server.port(), server);
    }

    /** Opened when a secret is asked for: most pipelines name none. */
    private static SecretStore secrets(DataDirectory data) {
        return SecretStore.open(DataDirectory.secrets(data.root()), System.getenv());
    }

    @Override
    public void close() throws Exception {
        closing.close();
    }
}
