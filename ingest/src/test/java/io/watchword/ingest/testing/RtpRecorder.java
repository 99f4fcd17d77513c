package io.watchword.ingest.testing;

import static io.watchword.contract.Checks.checkState;
import static java.util.Objects.requireNonNull;

import io.watchword.ingest.ffmpeg.TestClip;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bytedeco.ffmpeg.ffmpeg;
import org.bytedeco.javacpp.Loader;

/**
 * Records what the {@code ffmpeg} program publishes (ANNOUNCE and RECORD): over TCP, so that no
 * packet is lost however fast it comes.
 */
final class RtpRecorder {
    private static final int SENDER_REPORT = 200;
    private static final long GRID_US = 40_000; // whole ticks of every usual clock
    private static final Pattern CSEQ = Pattern.compile("(?mi)^CSeq: *(\\d+)");
    private static final Pattern LENGTH = Pattern.compile("(?mi)^Content-Length: *(\\d+)");
    private static final Pattern TRANSPORT = Pattern.compile("(?mi)^Transport: *(\\S+)");
    private static final Pattern RTPMAP = Pattern.compile("a=rtpmap:\\d+ [^/]+/(\\d+)");

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Raw(int medium, byte[] bytes) {}

    private final List<Raw> packets = new ArrayList<>();
    private final Map<Integer, ByteBuffer> reports = new HashMap<>(); // the first of each medium
    private String description = "";

    private RtpRecorder() {}

    static RtpRecording record(Path clip) {
        RtpRecorder recorder = new RtpRecorder();
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> taken =
                    CompletableFuture.runAsync(() -> recorder.accept(server));
            List<String> command = new ArrayList<>();
            command.addAll(List.of(Loader.load(ffmpeg.class), "-v", "error", "-nostdin"));
            command.addAll(List.of("-i", clip.toString(), "-map", "0:v:0?", "-map", "0:a:0?"));
            command.addAll(List.of("-c", "copy", "-muxdelay", "0")); // a frame of sound per packet
            command.addAll(List.of("-f", "rtsp", "-rtsp_transport", "tcp"));
            command.add("rtsp://127.0.0.1:" + server.getLocalPort() + "/clip");
            TestClip.run(command);
            taken.join();
            return recorder.recording();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept(ServerSocket server) {
        try (Socket socket = server.accept()) {
            DataInputStream in =
                    new DataInputStream(new BufferedInputStream(socket.getInputStream(), 1 << 16));
            for (int first = in.read(); first >= 0; first = in.read()) {
                if (first == '$') {
                    int channel = in.readUnsignedByte();
                    byte[] bytes = new byte[in.readUnsignedShort()];
                    in.readFully(bytes);
                    take(channel, bytes);
                } else {
                    String answer = answer(head(first, in), in);
                    socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String head(int first, DataInputStream in) throws IOException {
        StringBuilder head = new StringBuilder().append((char) first);
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.readUnsignedByte());
        }
        return head.toString();
    }

    private String answer(String head, DataInputStream in) throws IOException {
        Matcher length = LENGTH.matcher(head);
        if (length.find()) {
            byte[] body = new byte[Integer.parseInt(length.group(1))];
            in.readFully(body);
            description = new String(body, StandardCharsets.UTF_8);
        }
        Matcher cseq = CSEQ.matcher(head);
        checkState(cseq.find(), "a request without a number: %s", head);
        Matcher transport = TRANSPORT.matcher(head);
        return "RTSP/1.0 200 OK\r\nCSeq: "
                + cseq.group(1)
                + "\r\nSession: 1\r\n"
                + (transport.find() ? "Transport: " + transport.group(1) + "\r\n" : "")
                + "\r\n";
    }

    private void take(int channel, byte[] bytes) {
        int medium = channel / 2;
        if (channel % 2 == 0) {
            packets.add(new Raw(medium, bytes));
        } else if ((bytes[1] & 0xff) == SENDER_REPORT) {
            reports.putIfAbsent(medium, ByteBuffer.wrap(bytes));
        }
    }

    private RtpRecording recording() {
        String[] sections = description.split("(?m)^(?=m=)", -1);
        int count = sections.length - 1;
        checkState(count == reports.size(), "%d media, %d reports", count, reports.size());
        long[] startUs = new long[count];
        int[] clockHz = new int[count];
        int[] first = new int[count];
        int[] ssrc = new int[count];
        long[] packetCount = new long[count];
        for (int i = 0; i < count; i++) {
            clockHz[i] = clockHz(sections[i + 1]);
            ByteBuffer packet = ByteBuffer.wrap(firstOf(i).bytes());
            first[i] = packet.getInt(4);
            ssrc[i] = packet.getInt(8);
            startUs[i] = senderTimeUs(requireNonNull(reports.get(i)), first[i], clockHz[i]);
        }
        long originUs = java.util.Arrays.stream(startUs).min().orElseThrow();
        List<RtpRecording.Packet> due = new ArrayList<>();
        long lastUs = 0;
        for (Raw raw : packets) {
            int medium = raw.medium();
            packetCount[medium]++;
            int ticks = ByteBuffer.wrap(raw.bytes()).getInt(4) - first[medium];
            long us = startUs[medium] - originUs + ticks * 1_000_000L / clockHz[medium];
            lastUs = Math.max(lastUs, us); // in the order sent, also where pictures come reordered
            due.add(new RtpRecording.Packet(medium, lastUs, raw.bytes()));
        }
        List<RtpRecording.Medium> media = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            media.add(
                    new RtpRecording.Medium(
                            sections[i + 1].replaceAll("(?m)^a=control:.*\\R", ""),
                            clockHz[i],
                            packetCount[i],
                            startUs[i] - originUs,
                            first[i],
                            ssrc[i]));
        }
        long lengthUs = 0;
        for (int i = 0; i < count; i++) {
            lengthUs = Math.max(lengthUs, playedUs(i, clockHz[i]));
        }
        return new RtpRecording(media, due, (lengthUs + GRID_US - 1) / GRID_US * GRID_US);
    }

    /** From a medium's first packet to the end of its last: the next would be due then. */
    private long playedUs(int medium, int clockHz) {
        int first = ByteBuffer.wrap(firstOf(medium).bytes()).getInt(4);
        int[] elapsed =
                packets.stream()
                        .filter(raw -> raw.medium() == medium)
                        .mapToInt(raw -> ByteBuffer.wrap(raw.bytes()).getInt(4) - first)
                        .distinct()
                        .sorted()
                        .toArray();
        int last = elapsed[elapsed.length - 1];
        int before = elapsed.length > 1 ? elapsed[elapsed.length - 2] : 0;
        return (2L * last - before) * 1_000_000L / clockHz;
    }

    private Raw firstOf(int medium) {
        return packets.stream().filter(raw -> raw.medium() == medium).findFirst().orElseThrow();
    }

    private static int clockHz(String section) {
        Matcher map = RTPMAP.matcher(section);
        return map.find() ? Integer.parseInt(map.group(1)) : 8000; // G.711 has no line of its own
    }

    /** When a timestamp is, on the clock of a sender report. */
    private static long senderTimeUs(ByteBuffer report, int timestamp, int clockHz) {
        long ntp = report.getLong(8);
        long us = (ntp >>> 32) * 1_000_000L + (((ntp & 0xffffffffL) * 1_000_000L) >>> 32);
        return us + (timestamp - report.getInt(16)) * 1_000_000L / clockHz;
    }
}
