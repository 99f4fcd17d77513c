package io.watchword.ingest.source;

/** An address names a secret that nobody holds. */
public final class MissingSecretException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public MissingSecretException(String name) {
        super(
                name.startsWith("secret:")
                        ? "${" + name + "} has no value: add the stream again with its password"
                        : "${" + name + "} has no value: set the environment variable " + name);
    }
}
