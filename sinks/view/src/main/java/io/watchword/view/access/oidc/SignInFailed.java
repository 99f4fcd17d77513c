package io.watchword.view.access.oidc;

import static java.util.Objects.requireNonNull;

import java.util.Locale;

/** Someone who went to an identity provider is not let in. */
public final class SignInFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What the page has words for. */
    public enum Why {
        /** The provider says that the person, or the provider itself, did not want it. */
        CANCELLED,
        /** It was not this browser that began it, as far as anybody can tell. */
        NOT_BEGUN,
        /** Too long after it was begun, or not for the first time. */
        TOO_LATE,
        /** The provider does not answer, or only with an error. */
        PROVIDER_DOWN,
        /** What the provider says does not hold. */
        NOT_VERIFIED,
        /** The person is known, and may do nothing here. */
        NOTHING_GRANTED,
        /** The person may see more single streams than a browser's cookie has room for. */
        TOO_MUCH_GRANTED,
        /** Tried too often. */
        TOO_OFTEN;

        /** As the page's address carries it. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Why why;

    public SignInFailed(Why why) {
        super(why.text(), null, false, false);
        this.why = requireNonNull(why, "why is null");
    }

    public Why why() {
        return why;
    }
}
