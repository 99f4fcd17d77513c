package io.watchword.sinks.storyboard;

import static java.util.Objects.requireNonNull;

import io.watchword.contract.Keyframe;
import io.watchword.contract.Segment;
import io.watchword.sinks.file.AtomicFile;
import io.watchword.sinks.vtt.VttNames;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Small pictures of every archive file: sheets {@code car.mp4.storyboard-1.jpg} and the track
 * {@code car.mp4.storyboard.vtt} that says what lies where. Files that somebody else wrote stay. In
 * memory are the times of the pictures and at most {@value #MAX_OPEN} sheets; one that must make
 * room is written, and read again when it is drawn on. Not thread-safe.
 */
public final class StoryboardOutput {
    /** Of 4.5 MB each at most. */
    static final int MAX_OPEN = 8;

    private static final String ENDING = ".storyboard.vtt";
    private static final String NO_LANGUAGE = "";

    private final Path directory;
    private final long intervalUs;
    private final VttNames names;
    private final Map<String, Board> boards = new HashMap<>();
    private final Map<SheetKey, BufferedImage> open = new LinkedHashMap<>(16, 0.75f, true);
    private final Set<SheetKey> drawn = new HashSet<>();

    private record SheetKey(String streamId, int sheet) {}

    private StoryboardOutput(Path directory, long intervalUs) {
        this.directory = directory;
        this.intervalUs = intervalUs;
        this.names = VttNames.in(directory, ENDING);
    }

    /**
     * Opens the files in {@code directory}.
     *
     * @param intervalUs media time between two pictures; streams that have files keep theirs
     * @throws IllegalArgumentException naming the file if one of ours was damaged
     */
    public static StoryboardOutput open(Path directory, long intervalUs) {
        AtomicFile.removeLeftovers(directory, ENDING);
        AtomicFile.removeLeftovers(directory, ".jpg");
        StoryboardOutput output = new StoryboardOutput(directory, intervalUs);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + ENDING)) {
            for (Path file : files) {
                output.load(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(directory + ": " + e.getMessage(), e);
        }
        return output;
    }

    private void load(Path file) {
        String name = file.getFileName().toString();
        try {
            String text = Files.readString(file);
            if (!text.startsWith(StoryboardVtt.SIGNATURE)) {
                names.avoid(name);
                return;
            }
            StoryboardVtt vtt = StoryboardVtt.parse(text);
            names.own(name, new VttNames.Track(vtt.streamId(), NO_LANGUAGE));
            boards.put(vtt.streamId(), Board.from(vtt));
        } catch (IOException | IllegalArgumentException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        }
    }

    /**
     * Draws a segment's pictures; they are kept only after {@link #write()}. Live streams have no
     * end, and so no storyboard.
     *
     * @throws IllegalArgumentException if a key frame is no picture; the others are drawn
     */
    public void add(Segment segment) {
        if (segment.epoch() != 0) {
            return;
        }
        IllegalArgumentException damaged = null;
        for (Keyframe keyframe : segment.keyframes()) {
            try {
                draw(segment, keyframe);
            } catch (IllegalArgumentException e) {
                damaged = e;
            }
        }
        Board board = boards.get(segment.streamId());
        if (board != null) {
            board.reached(segment.span().endUs());
        }
        if (damaged != null) {
            throw damaged;
        }
    }

    private void draw(Segment segment, Keyframe keyframe) {
        String streamId = segment.streamId();
        Board board = boards.get(streamId);
        if (board != null && !board.wants(keyframe.ptsUs())) {
            return;
        }
        BufferedImage picture = Picture.decode(keyframe.jpeg());
        if (board == null) {
            Grid grid = Grid.of(intervalUs, picture.getWidth(), picture.getHeight());
            board = new Board(streamId, segment.source(), grid);
            boards.put(streamId, board);
        }
        SheetKey key = new SheetKey(streamId, Grid.sheet(board.grid().slot(keyframe.ptsUs())));
        board.draw(keyframe.ptsUs(), picture, sheet(key, board));
        drawn.add(key);
    }

    /** A sheet to draw on, of full size. */
    private BufferedImage sheet(SheetKey key, Board board) {
        BufferedImage known = open.get(key);
        if (known != null) {
            return known;
        }
        if (open.size() >= MAX_OPEN) {
            SheetKey eldest = open.keySet().iterator().next();
            if (drawn.contains(eldest)) {
                write(eldest);
            }
            open.remove(eldest);
        }
        Grid grid = board.grid();
        BufferedImage sheet = Picture.blank(grid.widthPx(), Grid.ROWS * grid.cellHeightPx());
        Path file = sheetFile(key, board);
        if (Files.exists(file)) {
            try {
                sheet.createGraphics()
                        .drawImage(Picture.decode(Files.readAllBytes(file)), 0, 0, null);
            } catch (IOException e) {
                throw new UncheckedIOException(file + ": " + e.getMessage(), e);
            }
        }
        open.put(key, sheet);
        return sheet;
    }

    private String stem(String streamId, Board board) {
        String name = names.name(new VttNames.Track(streamId, NO_LANGUAGE), board.source());
        return name.substring(0, name.length() - ".vtt".length());
    }

    private Path sheetFile(SheetKey key, Board board) {
        return directory.resolve(StoryboardVtt.sheetName(stem(key.streamId(), board), key.sheet()));
    }

    private void write(SheetKey key) {
        Board board = requireNonNull(boards.get(key.streamId()), "a sheet without its board");
        BufferedImage sheet = requireNonNull(open.get(key), "a drawn sheet is not open");
        BufferedImage used = sheet.getSubimage(0, 0, sheet.getWidth(), board.heightPx(key.sheet()));
        AtomicFile.write(sheetFile(key, board), Picture.encode(used));
        drawn.remove(key);
    }

    /**
     * Writes what changed: sheets before the tracks that point into them.
     *
     * @throws UncheckedIOException naming the file; the next call tries again
     */
    public void write() {
        Set.copyOf(drawn).forEach(this::write);
        boards.forEach(
                (streamId, board) -> {
                    if (board.isChanged()) {
                        String stem = stem(streamId, board);
                        AtomicFile.write(
                                directory.resolve(stem + ".vtt"), board.render(address(stem)));
                        board.written();
                    }
                });
    }

    /** A file name as a relative address: spaces, hashes and colons would end or bend it. */
    private static String address(String stem) {
        StringBuilder address = new StringBuilder();
        for (byte each : stem.getBytes(java.nio.charset.StandardCharsets.UTF_8)) {
            char c = (char) (each & 0xff);
            boolean plain = c < 128 && (Character.isLetterOrDigit(c) || "-._~".indexOf(c) >= 0);
            address.append(plain ? String.valueOf(c) : String.format("%%%02X", (int) c));
        }
        return address.toString();
    }
}
