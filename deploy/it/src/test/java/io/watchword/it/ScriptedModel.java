package io.watchword.it;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.watchword.proto.v1.DecodedToken;
import io.watchword.proto.v1.DescribeGrpc;
import io.watchword.proto.v1.DescribeRequest;
import io.watchword.proto.v1.DescribeResponse;
import io.watchword.proto.v1.DescribeResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A language model's server that does to its first calls what it is told, one after another, and
 * answers the others. It can be killed and started again on its port.
 */
final class ScriptedModel extends DescribeGrpc.DescribeImplBase implements AutoCloseable {
    static final String SENTENCE = "A box drives.";

    /** What may happen to a call. */
    enum Fate {
        NO_ANSWER,
        RESET_MIDWAY,
        BUSY,
        EMPTY,
        ONE_MEGABYTE,
        MARKUP,
        CONTROL_CHARACTERS,
        ENDLESS_REPETITION,
        ANOTHER_MODEL,
        OTHER_TOKENS_THAN_RESULT,
        KILLED_MIDWAY
    }

    final Queue<DescribeRequest> requests = new ConcurrentLinkedQueue<>();
    private final Queue<Fate> script = new ConcurrentLinkedQueue<>();
    private volatile Server server;

    ScriptedModel(List<Fate> script) throws IOException {
        this.script.addAll(script);
        server = serve(0);
    }

    private Server serve(int port) throws IOException {
        InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        return NettyServerBuilder.forAddress(new InetSocketAddress(loopback, port))
                .addService(this)
                .build()
                .start();
    }

    int port() {
        return server.getPort();
    }

    boolean hasDoneAllItWasTold() {
        return script.isEmpty();
    }

    /** Ends it without warning; whoever calls finds nobody on the port. */
    void kill() {
        server.shutdownNow();
    }

    /** Starts it again where it was. */
    void restart(int port) {
        try {
            server.awaitTermination(10, SECONDS);
            server = serve(port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void describe(DescribeRequest request, StreamObserver<DescribeResponse> call) {
        requests.add(request);
        Fate fate = script.poll();
        if (fate == null) {
            say(request, call, SENTENCE, SENTENCE);
            return;
        }
        switch (fate) {
            case NO_ANSWER -> {}
            case RESET_MIDWAY -> {
                call.onNext(token("A b"));
                call.onError(Status.UNAVAILABLE.asRuntimeException());
            }
            case BUSY -> call.onError(Status.RESOURCE_EXHAUSTED.asRuntimeException());
            case EMPTY -> say(request, call, "", "");
            case ONE_MEGABYTE -> call.onNext(token("a".repeat(1 << 20)));
            case MARKUP -> say(request, call, "<script>a</script>", "<script>a</script>");
            case CONTROL_CHARACTERS -> say(request, call, "A\u001b[2J", "A\u001b[2J");
            case ENDLESS_REPETITION -> {
                String endless = "a box drives and ".repeat(40).strip();
                say(request, call, endless, endless);
            }
            case ANOTHER_MODEL ->
                    say(
                            request.toBuilder().setBundleSha256("0".repeat(64)).build(),
                            call,
                            SENTENCE,
                            SENTENCE);
            case OTHER_TOKENS_THAN_RESULT -> say(request, call, SENTENCE, "A dog sleeps.");
            case KILLED_MIDWAY -> {
                call.onNext(token("A b"));
                int port = port();
                kill();
                Thread again = new Thread(() -> restart(port), "restart");
                again.start();
            }
        }
    }

    private static void say(
            DescribeRequest request,
            StreamObserver<DescribeResponse> call,
            String tokens,
            String text) {
        if (!tokens.isEmpty()) {
            call.onNext(token(tokens));
        }
        call.onNext(
                DescribeResponse.newBuilder()
                        .setResult(
                                DescribeResult.newBuilder()
                                        .setText(text)
                                        .setConfidence(0.5f)
                                        .setModel("scripted 1")
                                        .setModelSha256(request.getBundleSha256())
                                        .setPromptSha256("p"))
                        .build());
        call.onCompleted();
    }

    private static DescribeResponse token(String text) {
        return DescribeResponse.newBuilder()
                .setToken(DecodedToken.newBuilder().setText(text))
                .build();
    }

    @Override
    public void close() throws InterruptedException {
        server.shutdownNow().awaitTermination(10, SECONDS);
    }
}
