package io.watchword.encoders.preprocess;

import static io.watchword.contract.Checks.checkArgument;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import io.watchword.contract.Decoded;
import io.watchword.contract.ErrorCode;
import io.watchword.contract.Segment;
import io.watchword.contract.bundle.ModelBundle;
import java.util.Optional;

/** Makes a segment's media into tensors of the sizes a bundle asks for. Pure. Thread-safe. */
public record SegmentPreprocessor(ImageTensor image, MotionTensor motion, AudioTensor audio) {
    public SegmentPreprocessor {
        requireNonNull(image, "image is null");
        requireNonNull(motion, "motion is null");
        requireNonNull(audio, "audio is null");
    }

    /**
     * Sizes as the bundle's sections {@code image}, {@code motion} and {@code audio} say.
     *
     * @throws IllegalArgumentException if a section or a size is missing or not what segments hold
     */
    public static SegmentPreprocessor of(ModelBundle bundle) {
        return new SegmentPreprocessor(
                new ImageTensor(size(bundle, "image", "width"), size(bundle, "image", "height")),
                new MotionTensor(
                        size(bundle, "motion", "steps"),
                        size(bundle, "motion", "gridHeight"),
                        size(bundle, "motion", "gridWidth")),
                new AudioTensor(
                        size(bundle, "audio", "sampleRateHz"), size(bundle, "audio", "samples")));
    }

    private static int size(ModelBundle bundle, String section, String name) {
        JsonNode value = bundle.section(section).path(name);
        checkArgument(
                value.isInt(),
                "bundle.json: %s.%s is not a whole number: %s",
                section,
                name,
                value);
        return value.asInt();
    }

    /** Prepares all media of a segment, or says which of them is broken. */
    public Decoded<SegmentTensors> prepare(Segment segment) {
        Optional<byte[]> rgb = Optional.empty();
        if (!segment.keyframes().isEmpty()) {
            Decoded<byte[]> decoded = image.decode(segment.keyframes().get(0).jpeg());
            if (decoded instanceof Decoded.Invalid<byte[]> invalid) {
                return new Decoded.Invalid<>(invalid.code(), invalid.detail());
            }
            rgb = Optional.of(((Decoded.Valid<byte[]>) decoded).value());
        }
        int sampleRateHz =
                segment.audio().map(sound -> sound.sampleRateHz()).orElse(audio.sampleRateHz());
        if (sampleRateHz != audio.sampleRateHz()) {
            return new Decoded.Invalid<>(
                    ErrorCode.INVALID_RECORD,
                    "sound has " + sampleRateHz + " Hz, the encoder takes " + audio.sampleRateHz());
        }
        return new Decoded.Valid<>(
                new SegmentTensors(
                        rgb,
                        segment.motion().map(field -> motion.of(field, segment.span())),
                        segment.audio().map(sound -> audio.of(sound, segment.span()))));
    }
}
