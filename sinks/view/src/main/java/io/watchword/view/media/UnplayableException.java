package io.watchword.view.media;

import java.io.IOException;

/** Something was recorded that browsers do not play. */
public final class UnplayableException extends IOException {
    private static final long serialVersionUID = 1L;

    /**
     * @param codec as FFmpeg names it
     */
    public UnplayableException(String codec) {
        super("recorded as " + codec + ", which browsers do not play");
    }
}
