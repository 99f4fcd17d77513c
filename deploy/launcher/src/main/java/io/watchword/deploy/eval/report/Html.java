package io.watchword.deploy.eval.report;

import java.util.Base64;
import java.util.Locale;

/** Pieces of a page. */
final class Html {
    private Html() {}

    /** Text that is shown as it is, whatever it holds. */
    static String text(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    static String number(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }

    /** A coordinate. */
    static String at(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    static String image(String type, byte[] bytes, String what) {
        return "<img alt=\""
                + text(what)
                + "\" src=\"data:image/"
                + type
                + ";base64,"
                + Base64.getEncoder().encodeToString(bytes)
                + "\">";
    }
}
