package io.watchword.ingest.ffmpeg;

import static io.watchword.contract.Checks.checkState;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_iterate;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;

import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVDictionaryEntry;

/** Options for FFmpeg. It takes those it knows and leaves the rest in silence: we ask. */
final class Options implements AutoCloseable {
    private final AVDictionary dictionary = new AVDictionary(null);

    Options set(String key, String value) {
        Ffmpeg.check(av_dict_set(dictionary, key, value, 0), "option " + key);
        return this;
    }

    Options set(String key, long value) {
        return set(key, Long.toString(value));
    }

    AVDictionary dictionary() {
        return dictionary;
    }

    /**
     * @throws IllegalStateException if FFmpeg left an option untouched
     */
    void checkAllTaken() {
        AVDictionaryEntry left = dictionary.isNull() ? null : av_dict_iterate(dictionary, null);
        checkState(
                left == null,
                "FFmpeg does not know option %s",
                left == null ? "" : left.key().getString());
    }

    @Override
    public void close() {
        av_dict_free(dictionary);
    }
}
