package io.watchword.contract;

import static io.watchword.contract.Checks.checkArgument;
import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * Embeddings of one modality of one segment, as stored: signed bytes and one scale.
 *
 * @param count embeddings
 * @param dim values in each
 * @param scale multiplies every byte
 * @param values (count, dim), row-major; belongs to this record
 * @param pictures which pictures the embeddings speak of, in order; empty where the bundle has one
 *     fixed layout
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record TokenBlock(
        Modality modality,
        int count,
        int dim,
        float scale,
        byte[] values,
        List<PictureTokens> pictures) {
    public TokenBlock {
        requireNonNull(modality, "modality is null");
        requireNonNull(values, "values is null");
        checkArgument(count > 0 && dim > 0, "token block is %d×%d", count, dim);
        checkArgument(
                (long) count * dim == values.length,
                "%s block has %d values, %d×%d needs %d",
                modality,
                values.length,
                count,
                dim,
                (long) count * dim);
        checkArgument(
                Float.isFinite(scale) && scale >= 0, "scale of %s block is %s", modality, scale);
        pictures = List.copyOf(pictures);
        long described = pictures.stream().mapToLong(PictureTokens::count).sum();
        checkArgument(
                pictures.isEmpty() || described == count,
                "%s block has %d embeddings, its pictures have %d",
                modality,
                count,
                described);
        TiledPicture.of(pictures); // throws where tiles are out of place
    }

    /** A block of a bundle with one fixed layout. */
    public TokenBlock(Modality modality, int count, int dim, float scale, byte[] values) {
        this(modality, count, dim, scale, values, List.of());
    }

    /** The same embeddings, of these pictures. */
    public TokenBlock of(List<PictureTokens> described) {
        return new TokenBlock(modality, count, dim, scale, values, described);
    }

    /** What a caption is made of: the embeddings without tiles that only a question needs. */
    public TokenBlock withoutDetail() {
        if (pictures.stream().noneMatch(PictureTokens::detail)) {
            return this;
        }
        List<PictureTokens> kept = pictures.stream().filter(one -> !one.detail()).toList();
        int left = kept.stream().mapToInt(PictureTokens::count).sum();
        byte[] some = new byte[left * dim];
        int from = 0;
        int to = 0;
        for (PictureTokens picture : pictures) {
            int length = picture.count() * dim;
            if (!picture.detail()) {
                System.arraycopy(values, from, some, to, length);
                to += length;
            }
            from += length;
        }
        return new TokenBlock(modality, left, dim, scale, some, kept);
    }

    /**
     * Quantises symmetrically: the largest magnitude becomes 127.
     *
     * @param embeddings (count, dim), row-major, finite
     * @throws IllegalArgumentException if a value is NaN or infinite, or the length is wrong
     */
    public static TokenBlock quantise(Modality modality, int count, int dim, float[] embeddings) {
        checkArgument(
                embeddings.length == count * dim,
                "%s embeddings have %d values, %d×%d needs %d",
                modality,
                embeddings.length,
                count,
                dim,
                count * dim);
        float largest = 0;
        for (float value : embeddings) {
            checkArgument(Float.isFinite(value), "%s embeddings hold %s", modality, value);
            largest = Math.max(largest, Math.abs(value));
        }
        float scale = largest / 127;
        byte[] values = new byte[embeddings.length];
        for (int i = 0; i < values.length && scale > 0; i++) {
            // The scale of the smallest numbers is itself rounded.
            int value = Math.round(embeddings[i] / scale);
            values[i] = (byte) Math.max(-127, Math.min(127, value));
        }
        return new TokenBlock(modality, count, dim, scale, values);
    }

    /** Whether every embedding is zero: then the block says nothing. */
    public boolean isZero() {
        if (scale == 0) {
            return true;
        }
        for (byte value : values) {
            if (value != 0) {
                return false;
            }
        }
        return true;
    }

    /** Returns a new array, shape (count, dim), row-major. */
    public float[] dequantise() {
        float[] embeddings = new float[values.length];
        for (int i = 0; i < embeddings.length; i++) {
            embeddings[i] = values[i] * scale;
        }
        return embeddings;
    }
}
