package io.watchword.ingest.hls;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * One form in which a source is offered.
 *
 * @param uri as the playlist has it; may hold a secret
 * @param bandwidth bits per second at most
 * @param pixels width times height; 0 if not told
 * @param codecs as the playlist has them; empty if not told
 */
public record Variant(String uri, long bandwidth, long pixels, String codecs) {
    /** Which one is wanted. */
    public enum Choice {
        HIGHEST,
        LOWEST
    }

    private static final List<String> AUDIO =
            List.of("mp4a", "ac-3", "ec-3", "opus", "flac", "alac", "mp3");

    public Variant {
        requireNonNull(uri, "uri is null");
        requireNonNull(codecs, "codecs is null");
    }

    /** The one to read among those with pictures of at most {@code maxPixels}. */
    public static Optional<Variant> choose(List<Variant> offered, Choice choice, long maxPixels) {
        Comparator<Variant> byBandwidth = Comparator.comparingLong(Variant::bandwidth);
        Comparator<Variant> wanted =
                choice == Choice.HIGHEST ? byBandwidth : byBandwidth.reversed();
        Optional<Variant> withPictures =
                offered.stream()
                        .filter(each -> each.pixels <= maxPixels && each.mayHavePictures())
                        .max(wanted);
        return withPictures.isPresent()
                ? withPictures
                : offered.stream().filter(each -> each.pixels <= maxPixels).max(wanted);
    }

    private boolean mayHavePictures() {
        if (pixels > 0 || codecs.isEmpty()) {
            return true;
        }
        for (String codec : codecs.split(",", -1)) {
            if (AUDIO.stream().noneMatch(codec.strip()::startsWith)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public String toString() {
        return "Variant[" + bandwidth + " bit/s, " + pixels + " pixels]";
    }
}
