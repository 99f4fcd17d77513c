package io.watchword.deploy.subscribe;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.watchword.deploy.ExitCode;
import io.watchword.deploy.UserMistake;
import io.watchword.deploy.access.ViewChannel;
import io.watchword.deploy.allinone.CloseStack;
import io.watchword.deploy.allinone.DataDirectory;
import io.watchword.deploy.streams.Guarded;
import io.watchword.deploy.terminal.Terminal;
import io.watchword.proto.v1.AddAllSubscriptionsRequest;
import io.watchword.proto.v1.AddSubscriptionRequest;
import io.watchword.proto.v1.ListSubscriptionsRequest;
import io.watchword.proto.v1.PreviewSubscriptionRequest;
import io.watchword.proto.v1.PreviewSubscriptionResponse;
import io.watchword.proto.v1.RemoveSubscriptionRequest;
import io.watchword.proto.v1.SubscribeRequest;
import io.watchword.proto.v1.SubscribeResponse;
import io.watchword.proto.v1.Subscription;
import io.watchword.proto.v1.SubscriptionHit;
import io.watchword.proto.v1.SubscriptionsGrpc;
import java.time.ZoneId;
import java.util.Iterator;
import java.util.List;

/** The command {@code subscribe}: asks the view of a run. */
final class Subscribe {
    private static final long ANSWER_S = 30;
    private static final int AT_ONCE = 1_000;
    private static final Metadata.Key<String> RESUME_TOKEN =
            Metadata.Key.of("resume-token", Metadata.ASCII_STRING_MARSHALLER);

    private final Terminal terminal;
    private final HitText text;

    Subscribe(Terminal terminal, ZoneId zone) {
        this.terminal = terminal;
        this.text = new HitText(zone);
    }

    /** Returns the exit code. Nothing is thrown. */
    int run(SubscribeCommand command) {
        return Guarded.run(terminal, () -> checked(command));
    }

    private int checked(SubscribeCommand command) throws Exception {
        WantedSubscription.check(command);
        List<SubscriptionLines.Line> lines =
                command.file().isPresent()
                        ? SubscriptionLines.read(command.file().get())
                        : List.of();
        String target =
                DataDirectory.announcedView(command.data())
                        .orElseThrow(() -> new UserMistake(notRunning(command)));
        try (CloseStack open = new CloseStack()) {
            ManagedChannel channel = ViewChannel.open(command.data(), target);
            open.add("view", channel::shutdownNow);
            SubscriptionsGrpc.SubscriptionsBlockingStub view =
                    SubscriptionsGrpc.newBlockingStub(channel);
            return lines.isEmpty() ? asked(command, view) : addAll(command, lines, view);
        } catch (StatusRuntimeException e) {
            return refused(command, e.getStatus());
        }
    }

    private static List<String> notRunning(SubscribeCommand command) {
        return List.of(
                "no run of up holds data directory "
                        + command.data()
                        + ": start ./watchword up, or name its directory with --data");
    }

    private int refused(SubscribeCommand command, Status status) {
        String reason = String.valueOf(status.getDescription());
        switch (status.getCode()) {
            case INVALID_ARGUMENT, NOT_FOUND -> {
                terminal.complain(reason);
                return ExitCode.BAD_USE;
            }
            case UNAVAILABLE -> {
                notRunning(command).forEach(terminal::complain);
                return ExitCode.INTERNAL;
            }
            default -> {
                terminal.complain(status.getCode() + ": " + reason);
                return ExitCode.INTERNAL;
            }
        }
    }

    private int asked(SubscribeCommand command, SubscriptionsGrpc.SubscriptionsBlockingStub view) {
        SubscriptionsGrpc.SubscriptionsBlockingStub soon =
                view.withDeadlineAfter(ANSWER_S, SECONDS);
        if (command.list()) {
            for (Subscription one :
                    soon.list(ListSubscriptionsRequest.getDefaultInstance())
                            .getSubscriptionsList()) {
                print(command.json() ? HitJson.of(one) : text.of(one));
            }
            return ExitCode.OK;
        }
        if (command.remove().isPresent()) {
            soon.remove(
                    RemoveSubscriptionRequest.newBuilder().setId(command.remove().get()).build());
            return ExitCode.OK;
        }
        if (command.preview()) {
            return preview(command, soon);
        }
        if (command.keep()) {
            Subscription added =
                    soon.add(
                            AddSubscriptionRequest.newBuilder()
                                    .setSubscription(WantedSubscription.of(command))
                                    .build());
            print(command.json() ? HitJson.of(added) : added.getId() + "\n");
            return ExitCode.OK;
        }
        return follow(command, view);
    }

    /** In pieces, each all or none; what was stored before a piece is refused stays. */
    private int addAll(
            SubscribeCommand command,
            List<SubscriptionLines.Line> lines,
            SubscriptionsGrpc.SubscriptionsBlockingStub view) {
        for (int from = 0; from < lines.size(); from += AT_ONCE) {
            List<SubscriptionLines.Line> piece =
                    lines.subList(from, Math.min(lines.size(), from + AT_ONCE));
            AddAllSubscriptionsRequest.Builder request = AddAllSubscriptionsRequest.newBuilder();
            piece.forEach(line -> request.addSubscriptions(line.subscription()));
            try {
                for (Subscription added :
                        view.withDeadlineAfter(ANSWER_S, SECONDS)
                                .addAll(request.build())
                                .getSubscriptionsList()) {
                    print(command.json() ? HitJson.of(added) : added.getId() + "\n");
                }
            } catch (StatusRuntimeException e) {
                terminal.complain(
                        "of lines %d to %d none is stored, of those before all are; entry 0 is line %d"
                                .formatted(
                                        piece.get(0).number(),
                                        piece.get(piece.size() - 1).number(),
                                        piece.get(0).number()));
                throw e;
            }
        }
        return ExitCode.OK;
    }

    private int preview(
            SubscribeCommand command, SubscriptionsGrpc.SubscriptionsBlockingStub view) {
        PreviewSubscriptionResponse preview =
                view.preview(
                        PreviewSubscriptionRequest.newBuilder()
                                .setSubscription(WantedSubscription.of(command))
                                .build());
        for (SubscriptionHit hit : preview.getHitsList()) {
            print(command.json() ? HitJson.of(hit) : text.of(hit));
        }
        terminal.say(
                preview.getFound()
                        + " of "
                        + preview.getLooked()
                        + " events of the last day"
                        + (preview.getToldLate() > 0
                                ? ", " + preview.getToldLate() + " of which happened before it"
                                : "")
                        + (preview.getCutShort() ? "; there were more" : "")
                        + (preview.getFound() > preview.getHitsCount()
                                ? "; the newest " + preview.getHitsCount() + " are shown"
                                : "")
                        + (preview.getLooked() == 0 && !command.streams().isEmpty()
                                ? "; nothing is known of " + String.join(", ", command.streams())
                                : ""));
        return ExitCode.OK;
    }

    /** Until the process is ended; one that was cut off goes on where it was. */
    private int follow(SubscribeCommand command, SubscriptionsGrpc.SubscriptionsBlockingStub view) {
        SubscribeRequest.Builder request = SubscribeRequest.newBuilder();
        command.follow()
                .ifPresentOrElse(
                        request::setSubscriptionId,
                        () -> request.setAdHoc(WantedSubscription.of(command)));
        while (true) {
            try {
                Iterator<SubscribeResponse> hits = view.subscribe(request.build());
                while (hits.hasNext()) {
                    SubscribeResponse next = hits.next();
                    request.setResumeToken(next.getResumeToken());
                    if (next.hasHit()) {
                        SubscriptionHit hit = next.getHit();
                        print(command.json() ? HitJson.of(hit) : text.of(hit));
                    }
                }
                return ExitCode.OK;
            } catch (StatusRuntimeException e) {
                Metadata trailers = e.getTrailers();
                String token = trailers == null ? null : trailers.get(RESUME_TOKEN);
                if (token == null) {
                    throw e;
                }
                request.setResumeToken(token);
            }
        }
    }

    private void print(String lines) {
        terminal.out().print(lines);
        terminal.out().flush();
    }
}
