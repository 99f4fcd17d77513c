package io.watchword.ingest.testing;

import io.watchword.ingest.testing.ServedClient.Track;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** The packets of one client, in time, with what may be wrong with them. */
final class PacketFlow {
    private static final long REPORT_EVERY_US = 5_000_000;

    private final FakeRtspServer server;
    private final RtspFaults faults;
    private final RtpRecording recording;
    private final List<Track> tracks;
    private final InetSocketAddress client;
    private final Random random;
    private final ByteBuffer datagram = ByteBuffer.allocate(64 << 10);
    private final long startNs;
    private long next;
    private long held = -1;
    private long sent;
    private long reportedUs = -REPORT_EVERY_US;
    private boolean reset;
    private boolean redirected;

    PacketFlow(
            FakeRtspServer server,
            RtpRecording recording,
            List<Track> tracks,
            long nowNs,
            InetSocketAddress client) {
        this.server = server;
        this.faults = server.faults();
        this.recording = recording;
        this.tracks = List.copyOf(tracks);
        this.client = client;
        this.random = new Random(faults.seed);
        this.startNs = nowNs;
    }

    /** Sends what is due; false when there is no more. */
    boolean send(Outbox outbox, @Nullable Garbler garbler, long nowNs) throws IOException {
        if (server.isStalled()) {
            return true;
        }
        long end =
                faults.passes == Long.MAX_VALUE
                        ? Long.MAX_VALUE
                        : faults.passes * recording.packets().size();
        report(outbox, nowNs);
        while (sent < faults.stallAfter || server.isResumed()) {
            if (next >= end) {
                return false;
            }
            if (sent >= faults.resetAfter) {
                reset = true;
                return false;
            }
            if (dueNs(next) > nowNs || !outbox.hasRoom(recording.size(next) + 4)) {
                return true;
            }
            if (sent >= faults.redirectRequestAfter && !redirected) {
                redirected = true;
                ask(outbox);
            }
            sendNext(outbox, garbler);
        }
        return true;
    }

    private void sendNext(Outbox outbox, @Nullable Garbler garbler) throws IOException {
        long index = next;
        next++;
        sent++;
        if (random.nextInt(1000) < faults.lossPerMille) {
            return;
        }
        if (held < 0 && random.nextInt(1000) < faults.reorderPerMille) {
            held = index;
            return;
        }
        put(index, outbox, garbler);
        if (held >= 0) {
            put(held, outbox, garbler);
            held = -1;
        }
    }

    private void put(long index, Outbox outbox, @Nullable Garbler garbler) throws IOException {
        int medium = recording.medium(index);
        for (Track track : tracks) {
            if (track.medium() != medium) {
                continue;
            }
            server.counts().packets.incrementAndGet();
            if (track.udp()) {
                datagram.clear();
                recording.write(index, datagram);
                server.sendRtp(datagram.flip(), to(track.first()));
            } else if (garbler != null) {
                byte[] bytes = garbler.packet(framed(track.first(), recording.bytes(index)));
                outbox.room(bytes.length).put(bytes);
            } else {
                int size = recording.size(index);
                ByteBuffer out = outbox.room(size + 4);
                out.put((byte) '$').put((byte) track.first()).putShort((short) size);
                int start = out.position();
                ByteBuffer body = out.slice(start, size); // positions count from the packet
                recording.write(index, body);
                out.position(start + size);
            }
        }
    }

    private static byte[] framed(int channel, byte[] packet) {
        ByteBuffer bytes = ByteBuffer.allocate(packet.length + 4);
        bytes.put((byte) '$').put((byte) channel).putShort((short) packet.length).put(packet);
        return bytes.array();
    }

    /** Sender reports: which wall clock a timestamp has. */
    private void report(Outbox outbox, long nowNs) throws IOException {
        long elapsedUs = (long) ((nowNs - startNs) * faults.speed / 1000);
        if (elapsedUs - reportedUs < REPORT_EVERY_US || !outbox.hasRoom(1000)) {
            return;
        }
        reportedUs = elapsedUs;
        for (Track track : tracks) {
            byte[] report =
                    SenderReport.of(
                            recording.media().get(track.medium()).ssrc(),
                            server.unixUs() + faults.clockOffsetUs,
                            recording.timestampAt(track.medium(), elapsedUs),
                            sent);
            if (track.udp()) {
                server.sendRtcp(ByteBuffer.wrap(report), to(track.second()));
            } else {
                byte[] bytes = framed(track.second(), report);
                outbox.room(bytes.length).put(bytes);
            }
        }
    }

    private void ask(Outbox outbox) {
        String text =
                "REDIRECT * RTSP/1.0\r\nCSeq: 1\r\nLocation: " + faults.redirectTo + "\r\n\r\n";
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        outbox.room(bytes.length).put(bytes);
    }

    private InetSocketAddress to(int port) {
        return new InetSocketAddress(client.getAddress(), port);
    }

    private long dueNs(long index) {
        if (index < faults.burst) {
            return startNs;
        }
        long fromUs = faults.burst == 0 ? 0 : recording.dueUs(faults.burst);
        return startNs + (long) ((recording.dueUs(index) - fromUs) * 1000 / faults.speed);
    }

    boolean isReset() {
        return reset;
    }

    long nextNs(long nowNs) {
        if (sent >= faults.stallAfter || server.isStalled()) {
            return nowNs + 100_000_000L;
        }
        return Math.max(dueNs(next), nowNs + 1_000_000L);
    }
}
