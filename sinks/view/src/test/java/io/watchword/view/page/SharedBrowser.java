package io.watchword.view.page;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives tests the one browser of the run, started when first asked for, and the one clip. */
public final class SharedBrowser implements ParameterResolver {
    private static final Scene CLIP = new Scene("yard".hashCode(), false, Scene.Actor.VAN, true);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
        Class<?> type = parameter.getParameter().getType();
        return type.equals(Browser.class) || type.equals(byte[].class);
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
        ExtensionContext.Store run =
                test.getRoot().getStore(ExtensionContext.Namespace.create(SharedBrowser.class));
        return parameter.getParameter().getType().equals(Browser.class)
                ? run.getOrComputeIfAbsent("browser", key -> start(), Browser.class)
                : run.getOrComputeIfAbsent("clip", key -> Pictures.clip(CLIP), byte[].class);
    }

    /** Closed by JUnit at the end of the run. */
    private static Browser start() {
        try {
            return new Browser();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
