package io.watchword.deploy.subscribe;

import io.watchword.deploy.UserMistake;
import io.watchword.deploy.config.Quantity;
import io.watchword.proto.v1.Subscription;
import io.watchword.proto.v1.SubscriptionRule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Makes a subscription of arguments. Pure. */
final class WantedSubscription {
    static final Map<String, SubscriptionRule.By> BY =
            Map.of(
                    "words",
                    SubscriptionRule.By.WORDS,
                    "meaning",
                    SubscriptionRule.By.MEANING,
                    "either",
                    SubscriptionRule.By.EITHER,
                    "both",
                    SubscriptionRule.By.BOTH);

    private WantedSubscription() {}

    /**
     * Checks which arguments go together.
     *
     * @throws UserMistake naming every problem
     */
    static void check(SubscribeCommand command) {
        List<String> problems = new ArrayList<>();
        int modes = 0;
        modes += command.list() ? 1 : 0;
        modes += command.remove().isPresent() ? 1 : 0;
        modes += command.follow().isPresent() ? 1 : 0;
        modes += command.preview() ? 1 : 0;
        modes += command.keep() ? 1 : 0;
        modes += command.file().isPresent() ? 1 : 0;
        if (modes > 1) {
            problems.add(
                    "--keep, --file, --list, --remove, --follow and --preview: only one at a time is"
                            + " possible");
        }
        boolean describes =
                !command.text().isBlank()
                        || !command.streams().isEmpty()
                        || !command.labels().isEmpty();
        boolean needsNone =
                command.list()
                        || command.remove().isPresent()
                        || command.follow().isPresent()
                        || command.file().isPresent();
        if (!needsNone && !describes) {
            problems.add("required what to look for: a text, --stream or --label");
        }
        if (needsNone && describes) {
            problems.add(
                    "a text, --stream and --label do not go with what is stored already, or --file");
        }
        if (!command.keep()) {
            command.webhook().ifPresent(given -> problems.add("--webhook needs --keep"));
            command.name().ifPresent(given -> problems.add("--name needs --keep"));
            if (command.verify()) {
                problems.add("--verify needs --keep");
            }
        }
        command.by()
                .filter(by -> !BY.containsKey(by.toLowerCase(Locale.ROOT)))
                .ifPresent(
                        by ->
                                problems.add(
                                        "--by is \""
                                                + by
                                                + "\", required words, meaning, either or both"));
        if (cooldown(command).isEmpty()) {
            problems.add(
                    "--cooldown is \""
                            + command.cooldown().orElse("")
                            + "\", required a time such as 30s or 5m");
        }
        if (!problems.isEmpty()) {
            throw new UserMistake(problems);
        }
    }

    private static Optional<Duration> cooldown(SubscribeCommand command) {
        return command.cooldown().isEmpty()
                ? Optional.of(Duration.ZERO)
                : Quantity.duration(command.cooldown().get());
    }

    static Subscription of(SubscribeCommand command) {
        SubscriptionRule.Builder rule =
                SubscriptionRule.newBuilder()
                        .setCooldownMs(cooldown(command).orElse(Duration.ZERO).toMillis());
        command.by().map(by -> BY.get(by.toLowerCase(Locale.ROOT))).ifPresent(rule::setBy);
        command.threshold().ifPresent(rule::setThreshold);
        command.closeBelow().ifPresent(rule::setCloseBelow);
        return Subscription.newBuilder()
                .setName(command.name().orElse(""))
                .setWords(command.text().strip())
                .addAllStreamIds(command.streams())
                .addAllLabels(command.labels())
                .setRule(rule)
                .setVerify(command.verify())
                .setWebhook(command.webhook().orElse(""))
                .build();
    }
}
