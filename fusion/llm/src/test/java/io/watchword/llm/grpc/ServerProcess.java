package io.watchword.llm.grpc;

import io.watchword.llm.LlmConfig;
import io.watchword.llm.testing.FakeLlmEngine;
import io.watchword.llm.testing.Models;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A server in a process of its own, whose model says "abcd", or stops for good after "abc". */
final class ServerProcess implements AutoCloseable {
    private static final int TOKENS_BEFORE_SILENCE = 3;

    private final Process process;
    private final int port;

    private ServerProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * Returns when it serves.
     *
     * @param port 0 takes a free one
     */
    static ServerProcess start(int port, boolean fallsSilent) throws IOException {
        Process process =
                new ProcessBuilder(
                                ProcessHandle.current().info().command().orElse("java"),
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                ServerProcess.class.getName(),
                                Integer.toString(port),
                                Boolean.toString(fallsSilent))
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.startsWith("serves ")) {
                return new ServerProcess(process, Integer.parseInt(line.substring(7)));
            }
        }
        throw new IOException("server ended before it served");
    }

    int port() {
        return port;
    }

    /** Without warning, and waits until it is gone. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            throw new IllegalStateException("server does not die");
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    public static void main(String[] args) throws InterruptedException {
        boolean fallsSilent = Boolean.parseBoolean(args[1]);
        CountDownLatch never = new CountDownLatch(1);
        AtomicInteger steps = new AtomicInteger();
        Runnable beforeEachStep =
                () -> {
                    if (fallsSilent && steps.incrementAndGet() == TOKENS_BEFORE_SILENCE) {
                        await(never);
                    }
                };
        FakeLlmEngine engine = new FakeLlmEngine(beforeEachStep, 'a', 'b', 'c', 'd');
        LlmServer server =
                LlmServer.start(
                        LlmConfig.DEFAULT.withPort(Integer.parseInt(args[0])),
                        Models.captioner(engine));
        System.out.println("serves " + server.port());
        never.await();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
