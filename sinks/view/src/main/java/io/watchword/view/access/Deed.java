package io.watchword.view.access;

/**
 * What a caller is about to do.
 *
 * @param what the way in
 * @param of what it is about; shortened
 * @param from address of the caller
 * @param noted whether it is noted also where nothing is refused
 */
public record Deed(String what, String of, String from, boolean noted) {
    private static final int MAX_CHARACTERS = 500;

    public Deed {
        of = of.length() > MAX_CHARACTERS ? of.substring(0, MAX_CHARACTERS) : of;
    }

    Audit.Entry by(String who, String outcome) {
        return new Audit.Entry(who, from, what, of, outcome);
    }
}
