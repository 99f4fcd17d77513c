package io.watchword.ingest.ffmpeg;

import static org.bytedeco.ffmpeg.global.avutil.AV_HWDEVICE_TYPE_CUDA;
import static org.bytedeco.ffmpeg.global.avutil.AV_HWDEVICE_TYPE_NONE;
import static org.bytedeco.ffmpeg.global.avutil.AV_HWDEVICE_TYPE_QSV;
import static org.bytedeco.ffmpeg.global.avutil.AV_HWDEVICE_TYPE_VAAPI;
import static org.bytedeco.ffmpeg.global.avutil.av_buffer_unref;
import static org.bytedeco.ffmpeg.global.avutil.av_hwdevice_ctx_create;

import io.watchword.ingest.decode.HardwareDecode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bytedeco.ffmpeg.avutil.AVBufferRef;
import org.bytedeco.ffmpeg.avutil.AVDictionary;

/** Finds out where this machine can decode pictures beside its processor. */
final class HardwareProbe {
    private HardwareProbe() {}

    /** All whose device opens. */
    static List<HardwareDecode> available() {
        List<HardwareDecode> found = new ArrayList<>();
        for (HardwareDecode kind : HardwareDecode.values()) {
            Optional<AVBufferRef> device = open(kind);
            if (device.isPresent()) {
                found.add(kind);
                av_buffer_unref(device.get());
            }
        }
        return found;
    }

    /** Opens a device; the caller unrefs it. Empty where there is none. */
    static Optional<AVBufferRef> open(HardwareDecode kind) {
        int type = type(kind);
        if (type == AV_HWDEVICE_TYPE_NONE) {
            return Optional.empty();
        }
        AVBufferRef device = new AVBufferRef(null);
        int result = av_hwdevice_ctx_create(device, type, (String) null, (AVDictionary) null, 0);
        return result < 0 ? Optional.empty() : Optional.of(device);
    }

    static int type(HardwareDecode kind) {
        return switch (kind) {
            case NONE -> AV_HWDEVICE_TYPE_NONE;
            case CUDA -> AV_HWDEVICE_TYPE_CUDA;
            case VAAPI -> AV_HWDEVICE_TYPE_VAAPI;
            case QSV -> AV_HWDEVICE_TYPE_QSV;
        };
    }
}
