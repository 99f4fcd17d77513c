package io.watchword.view.lucene;

import io.watchword.view.search.SearchQuery;
import io.watchword.view.timeline.EvidenceVectors;
import java.util.Optional;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.index.VectorSimilarityFunction;

/**
 * Fields of vectors. A field's name says by which bundle and of how many values its vectors are, so
 * that those of two bundles never meet.
 */
final class VectorFields {
    static final String TEXT = "text";
    static final int MAX_DIMENSIONS = 4096;

    private static final int SHA_DIGITS = 8;

    private VectorFields() {}

    static String kind(SearchQuery.By by) {
        return switch (by) {
            case MOTION -> "motion";
            case PICTURE -> "picture";
            case SOUND -> "sound";
        };
    }

    /** What the names of all fields of a kind begin with. */
    static String prefix(String kind) {
        return "vector_" + kind + "_";
    }

    /** Empty where a vector cannot be searched by. */
    static Optional<String> name(String kind, String bundleSha256, float[] vector) {
        if (bundleSha256.length() < SHA_DIGITS
                || vector.length == 0
                || vector.length > MAX_DIMENSIONS) {
            return Optional.empty();
        }
        return Optional.of(
                prefix(kind) + bundleSha256.substring(0, SHA_DIGITS) + "_" + vector.length);
    }

    static void add(EvidenceVectors vectors, Document document) {
        add(TEXT, vectors.bundleSha256(), vectors.text(), document);
        add("motion", vectors.bundleSha256(), vectors.motion(), document);
        add("picture", vectors.bundleSha256(), vectors.picture(), document);
        add("sound", vectors.bundleSha256(), vectors.sound(), document);
    }

    private static void add(String kind, String sha256, float[] vector, Document document) {
        Optional<String> name = name(kind, sha256, vector);
        Optional<float[]> unit = unit(vector);
        if (name.isPresent() && unit.isPresent()) {
            document.add(
                    new KnnFloatVectorField(
                            name.get(), unit.get(), VectorSimilarityFunction.DOT_PRODUCT));
        }
    }

    /** A copy of unit length; empty for one that has no direction. */
    static Optional<float[]> unit(float[] vector) {
        double squares = 0;
        for (float value : vector) {
            squares += (double) value * value;
        }
        if (!Double.isFinite(squares) || squares < 1e-12) {
            return Optional.empty();
        }
        float scale = (float) (1 / Math.sqrt(squares));
        float[] unit = new float[vector.length];
        for (int i = 0; i < unit.length; i++) {
            unit[i] = vector[i] * scale;
        }
        return Optional.of(unit);
    }

    /** Of two of unit length. */
    static float cosine(float[] one, float[] other) {
        float sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += one[i] * other[i];
        }
        return Math.max(-1, Math.min(1, sum));
    }
}
