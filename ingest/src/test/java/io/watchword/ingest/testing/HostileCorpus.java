package io.watchword.ingest.testing;

import static io.watchword.ingest.testing.HostileFile.Verdict.ANY;
import static io.watchword.ingest.testing.HostileFile.Verdict.DAMAGED;
import static io.watchword.ingest.testing.HostileFile.Verdict.READ;
import static io.watchword.ingest.testing.HostileFile.Verdict.READ_OR_DAMAGED;

import io.watchword.contract.ErrorCode;
import io.watchword.ingest.testing.HostileFile.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Makes files that lie, are broken, or ask for other files, by the ffmpeg program in FFmpeg's own
 * jar and by surgery on its bytes. Equal seeds give equal files. Beside them lies a decoy that the
 * files which name others name: nobody is to open it.
 */
public final class HostileCorpus {
    private static final String[] H264 = {"-c:v", "libopenh264", "-b:v", "200k", "-c:a", "aac"};
    private static final String[] MPEG2 = {"-c:v", "mpeg2video", "-b:v", "300k", "-c:a", "mp2"};
    private static final int FRAMES = 2 * Clips.FPS;

    private final Clips clips;
    private final long seed;
    private final List<HostileFile> files = new ArrayList<>();
    private final Path decoy;
    private final Path mp4;
    private final Path ts;

    private HostileCorpus(Path folder, long seed) throws IOException {
        this.clips = new Clips(folder);
        this.seed = seed;
        this.mp4 = clips.clip("plain.mp4", H264);
        this.ts = clips.clip("plain.ts", MPEG2);
        this.decoy = Files.copy(mp4, clips.path("decoy.mp4"));
    }

    /** Makes all but the bit flips. */
    public static HostileCorpus make(Path folder, long seed) throws IOException {
        HostileCorpus corpus = new HostileCorpus(folder, seed);
        corpus.add("plain.mp4", READ, FRAMES);
        corpus.add("plain.ts", READ, FRAMES);
        corpus.broken();
        corpus.underFalseNames();
        corpus.thatNameOthers();
        corpus.tooLarge();
        corpus.atOddTimes();
        corpus.withOddSound();
        corpus.thatChange();
        corpus.withTooMuchAround();
        return corpus;
    }

    public List<HostileFile> files() {
        return List.copyOf(files);
    }

    /** A clip that files name which ought not to. */
    public Path decoy() {
        return decoy;
    }

    /** A small clip with some of its bits turned over. */
    public static byte[] bitFlips(byte[] clip, long seed) {
        return ByteSurgery.flipBits(clip, 0.0005, seed);
    }

    /** The clips whose bits are to be turned over: a transport stream and an MP4 file. */
    public static List<Path> flippable(Path folder) throws IOException {
        Clips small = new Clips(folder);
        String[] h264 = {"-c:v", "libopenh264", "-b:v", "100k", "-g", "10", "-c:a", "aac"};
        return List.of(small.clip("flip.ts", h264), small.clip("flip.mp4", h264));
    }

    private void add(String name, Verdict verdict, int framesIn) {
        files.add(HostileFile.read(clips.path(name), verdict, framesIn));
    }

    private void read(String name, byte[] bytes, Verdict verdict) throws IOException {
        Files.write(clips.path(name), bytes);
        add(name, verdict, FRAMES);
    }

    private void refused(String name, byte[] bytes, ErrorCode code) throws IOException {
        files.add(HostileFile.refused(Files.write(clips.path(name), bytes), code));
    }

    private void unreadable(String name, String text) throws IOException {
        refused(name, text.getBytes(StandardCharsets.UTF_8), ErrorCode.UNREADABLE);
    }

    private void broken() throws IOException {
        byte[] file = Files.readAllBytes(mp4);
        byte[] stream = Files.readAllBytes(ts);
        refused("empty.mp4", new byte[0], ErrorCode.UNREADABLE);
        refused("no-moov.mp4", Arrays.copyOf(file, file.length / 2), ErrorCode.UNREADABLE);
        read("cut.ts", Arrays.copyOf(stream, stream.length * 3 / 5 + 50), READ_OR_DAMAGED);
        Path fast =
                clips.run("-i", mp4.toString(), "-c", "copy", "-movflags", "+faststart", "f.mp4");
        byte[] front = Files.readAllBytes(fast);
        read("cut.mp4", Arrays.copyOf(front, front.length * 3 / 5), DAMAGED);
        byte[] random = new byte[100_000];
        new SplittableRandom(seed).nextBytes(random);
        refused("random.mp4", random, ErrorCode.UNREADABLE);
        Path long_ = clips.clip("g.ts", "-c:v", "libopenh264", "-g", "250", "-c:a", "aac");
        byte[] gop = Files.readAllBytes(long_);
        int middle = gop.length / 188 * 2 / 5 * 188;
        read("mid-gop.ts", Arrays.copyOfRange(gop, middle, gop.length), ANY);
    }

    private void underFalseNames() throws IOException {
        Path zip = clips.path("zip.mp4");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
            out.putNextEntry(new ZipEntry("film.mp4"));
            out.write(Files.readAllBytes(mp4));
        }
        files.add(HostileFile.refused(zip, ErrorCode.UNREADABLE));
        unreadable("text.mp4", "This is no film.\n".repeat(200));
        String[] names = {"subfile,,start,0,end,0,,:decoy.mp4", "concat:decoy.mp4|decoy.mp4"};
        for (String name : names) {
            files.add(HostileFile.refused(clips.path(name), ErrorCode.UNREADABLE)); // not there
        }
        read("pipe:0.mp4", Files.readAllBytes(mp4), READ);
        read("%03d.mp4", Files.readAllBytes(mp4), READ);
        read("-i.mp4", Files.readAllBytes(mp4), READ);
    }

    private void thatNameOthers() throws IOException {
        String url = decoy.toUri().toString().replace("file:/", "file:///").replace("////", "///");
        String list = "#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:2\n#EXTINF:2.0,\n";
        unreadable("playlist.mp4", list + url + "\n#EXT-X-ENDLIST\n");
        unreadable("playlist.m3u8", list + "decoy.mp4\n#EXT-X-ENDLIST\n");
        String master = "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\n";
        unreadable("loop-a.m3u8", master + "loop-b.m3u8\n");
        unreadable("loop-b.m3u8", master + "loop-a.m3u8\n");
        unreadable("concat.mp4", "ffconcat version 1.0\nfile decoy.mp4\nfile decoy.mp4\n");
        unreadable("list.ffconcat", "ffconcat version 1.0\nfile 'decoy.mp4'\n");
        String manifest =
                """
                <?xml version="1.0"?>
                <!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
                <MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static"
                    mediaPresentationDuration="PT2S"><Period><BaseURL>%s</BaseURL>
                <AdaptationSet mimeType="video/mp4"><Representation id="1" bandwidth="1">
                <BaseURL>%s</BaseURL></Representation></AdaptationSet></Period></MPD>
                """;
        unreadable("manifest.mp4", manifest.formatted(url, url));
        unreadable(
                "session.mp4",
                """
                v=0
                o=- 0 0 IN IP4 127.0.0.1
                s=x
                c=IN IP4 127.0.0.1
                t=0 0
                m=video 5004 RTP/AVP 96
                a=rtpmap:96 H264/90000
                """);
    }

    private void tooLarge() throws IOException {
        refused("16k.png", ByteSurgery.png(16_000, 16_000), ErrorCode.UNREADABLE);
        byte[] jpegs =
                Files.readAllBytes(clips.clip("j.avi", "-c:v", "mjpeg", "-c:a", "pcm_s16le"));
        // FFmpeg sees that so few bytes hold no such picture; the sound is read.
        read("16k-jpeg.avi", ByteSurgery.resizeJpegs(jpegs, 16_000, 16_000), DAMAGED);
        read("64k-jpeg.avi", ByteSurgery.resizeJpegs(jpegs, 65_535, 65_535), DAMAGED);
        byte[] entry = ByteSurgery.resizeSampleEntry(Files.readAllBytes(mp4), 16_000, 16_000);
        refused("16k-entry.mp4", entry, ErrorCode.LIMIT_EXCEEDED);
        Path flv =
                clips.clip(
                        "h.flv", "-c:v", "libopenh264", "-c:a", "aac", "-flvflags", "no_metadata");
        byte[] set = ByteSurgery.resizeFlv(Files.readAllBytes(flv), 16_000, 16_000);
        refused("16k-h264.flv", set, ErrorCode.LIMIT_EXCEEDED);
        Path part2 =
                clips.of(
                        "color=s=4096x2304:r=5:d=0.6",
                        Clips.TONE,
                        "9m-mpeg4.mp4",
                        "-c:v",
                        "mpeg4",
                        "-c:a",
                        "aac");
        files.add(HostileFile.refused(part2, ErrorCode.LIMIT_EXCEEDED));
    }

    private void atOddTimes() throws IOException {
        clips.of("testsrc=s=160x96:r=1000000:d=0.00003", Clips.TONE, "1mfps.mkv", "-c:v", "mjpeg");
        add("1mfps.mkv", READ_OR_DAMAGED, 40);
        clips.run(
                "-f",
                "lavfi",
                "-i",
                "testsrc=s=160x96:r=1/60:d=180",
                "-c:v",
                "mjpeg",
                "one-a-minute.mkv");
        add("one-a-minute.mkv", READ, 3);
        String uneven = "setpts='(N*N*0.004)/TB'";
        clips.clip("uneven.mkv", "-vf", uneven, "-fps_mode", "vfr", "-c:v", "mjpeg");
        add("uneven.mkv", READ, FRAMES);
        clips.clip(
                "negative.mkv",
                "-c:v",
                "mjpeg",
                "-output_ts_offset",
                "-5",
                "-avoid_negative_ts",
                "disabled");
        add("negative.mkv", READ_OR_DAMAGED, FRAMES);
        ByteSurgery.concat(clips.path("backwards.ts"), ts, ts, ts);
        add("backwards.ts", READ_OR_DAMAGED, 3 * FRAMES);
        clips.of(
                "testsrc=s=160x96:r=15:d=6",
                "sine=d=6",
                "wrap.ts",
                "-c:v",
                "mpeg2video",
                "-c:a",
                "mp2",
                "-output_ts_offset",
                "95441");
        add("wrap.ts", READ, 6 * Clips.FPS);
        byte[] lie = ByteSurgery.declareTenHours(Files.readAllBytes(mp4));
        read("ten-hours.mp4", lie, READ_OR_DAMAGED);
    }

    private void withOddSound() throws IOException {
        clips.clip("mute.mp4", "-c:v", "mpeg4", "-an");
        clips.clip("unseen.m4a", "-vn", "-c:a", "aac");
        clips.clip("late.mkv", "-c:v", "mjpeg", "-af", "asetpts=PTS+1.2/TB", "-c:a", "flac");
        clips.of(Clips.PICTURES, "anullsrc=r=48000:d=2", "silent.mp4", H264);
        clips.of(Clips.PICTURES, "anoisesrc=r=48000:d=2:seed=1", "noise.mp4", H264);
        for (String name : List.of("mute.mp4", "late.mkv", "silent.mp4", "noise.mp4")) {
            add(name, READ, FRAMES);
        }
        add("unseen.m4a", READ, 0);
    }

    private void thatChange() throws IOException {
        Path avc = clips.clip("avc.ts", H264);
        ByteSurgery.concat(clips.path("codec-changes.ts"), ts, avc);
        add("codec-changes.ts", READ_OR_DAMAGED, 2 * FRAMES);
        Path large = clips.of("testsrc=s=320x240:r=15:d=2", Clips.TONE, "large.ts", MPEG2);
        ByteSurgery.concat(clips.path("size-changes.ts"), ts, large);
        add("size-changes.ts", READ_OR_DAMAGED, 2 * FRAMES);
        Path slow = clips.of(Clips.PICTURES, "sine=r=24000:d=2", "slow.ts", MPEG2);
        ByteSurgery.concat(clips.path("rate-changes.ts"), ts, slow);
        add("rate-changes.ts", READ_OR_DAMAGED, 2 * FRAMES);
    }

    private void withTooMuchAround() throws IOException {
        Path cover = clips.run("-f", "lavfi", "-i", "testsrc=s=160x96", "-frames:v", "1", "c.jpg");
        Path sound = clips.path("unseen.m4a");
        clips.run(
                "-i",
                sound.toString(),
                "-i",
                cover.toString(),
                "-map",
                "0:a",
                "-map",
                "1",
                "-c",
                "copy",
                "-disposition:v:0",
                "attached_pic",
                "cover.m4a");
        add("cover.m4a", READ, 0);
        List<String> many = new ArrayList<>(List.of("-i", mp4.toString(), "-map", "0:v"));
        for (int i = 0; i < 63; i++) {
            many.addAll(List.of("-map", "0:a"));
        }
        many.addAll(List.of("-c", "copy", "64-streams.mkv"));
        files.add(
                HostileFile.refused(
                        clips.run(many.toArray(new String[0])), ErrorCode.LIMIT_EXCEEDED));
        StringBuilder chapters = new StringBuilder(";FFMETADATA1\n");
        for (int i = 0; i < 10_000; i++) {
            chapters.append("[CHAPTER]\nTIMEBASE=1/10000\nSTART=").append(i);
            chapters.append("\nEND=").append(i + 1).append("\ntitle=").append(i).append('\n');
        }
        described("chapters.mkv", chapters.toString());
        described("megabyte.mkv", ";FFMETADATA1\ncomment=" + "x".repeat(1 << 20) + "\n");
        Path tagged =
                clips.run("-i", mp4.toString(), "-c", "copy", "-metadata", "title=" + TAG, "t.mp4");
        byte[] evil = Files.readAllBytes(tagged);
        byte[] words = "<script>\0\r\nX: \u001b[2J".getBytes(StandardCharsets.UTF_8);
        int at = ByteSurgery.find(evil, TAG.getBytes(StandardCharsets.UTF_8), 0);
        System.arraycopy(words, 0, evil, at, words.length);
        read("script.mp4", evil, READ);
    }

    private static final String TAG = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    private void described(String name, String metadata) throws IOException {
        Path description = Files.writeString(clips.path(name + ".txt"), metadata);
        clips.run(
                "-i",
                mp4.toString(),
                "-i",
                description.toString(),
                "-map_metadata",
                "1",
                "-map",
                "0",
                "-c",
                "copy",
                name);
        add(name, READ, FRAMES);
    }
}
