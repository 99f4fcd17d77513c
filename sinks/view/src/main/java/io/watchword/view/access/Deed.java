package io.watchword.view.access;

import java.util.regex.Pattern;

/**
 * What a caller is about to do.
 *
 * @param what the way in
 * @param of what it is about; shortened, and without credentials that somebody put into an address
 * @param from address of the caller
 * @param noted whether it is noted also where nothing is refused
 */
public record Deed(String what, String of, String from, boolean noted) {
    private static final int MAX_CHARACTERS = 500;

    /** API tokens, and JWTs with or without a signature. */
    private static final Pattern CREDENTIAL =
            Pattern.compile("ww_[A-Za-z0-9_%-]+|eyJ[A-Za-z0-9_%-]+\\.[A-Za-z0-9_.%-]*");

    public Deed {
        of = CREDENTIAL.matcher(of).replaceAll("***");
        of = of.length() > MAX_CHARACTERS ? of.substring(0, MAX_CHARACTERS) : of;
    }

    Audit.Entry by(String who, String outcome) {
        return new Audit.Entry(who, from, what, of, outcome);
    }
}
