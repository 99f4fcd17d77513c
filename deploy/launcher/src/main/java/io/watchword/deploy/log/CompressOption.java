package io.watchword.deploy.log;

import io.watchword.contract.Compression;
import io.watchword.deploy.UserMistake;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The option {@code --compress} of the commands that ask about what is stored. */
public final class CompressOption {
    private CompressOption() {}

    /**
     * @param text {@code pool:104}; null without the option
     * @throws UserMistake if it is none
     */
    public static Optional<Compression> parse(@Nullable String text) {
        try {
            return Optional.ofNullable(text).map(String::strip).map(Compression::parse);
        } catch (IllegalArgumentException e) {
            throw new UserMistake("--compress " + e.getMessage());
        }
    }
}
