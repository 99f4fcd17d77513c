package io.watchword.ingest.ffmpeg;

import static io.watchword.contract.Checks.checkState;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_EXPORT_DATA_MVS;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_LOW_DELAY;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_QSCALE;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MPEG4;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avutil.AV_FRAME_DATA_MOTION_VECTORS;
import static org.bytedeco.ffmpeg.global.avutil.AV_PICTURE_TYPE_I;
import static org.bytedeco.ffmpeg.global.avutil.AV_PICTURE_TYPE_NONE;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.FF_QP2LAMBDA;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_side_data;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;

import io.watchword.contract.MotionField;
import io.watchword.ingest.motion.BlockVectors;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVFrameSideData;

/**
 * Finds block motion between pictures with FFmpeg's MPEG-4 Part 2 encoder: what it encodes is
 * decoded again, and the decoder exports the vectors. Each {@link #restart} forgets everything, so
 * vectors depend on nothing before the picture given there. Owns both codecs. Not thread-safe.
 */
final class MotionProbe implements AutoCloseable {
    private static final int QUANTISER = 8;
    private static final int NEVER = 1_000_000_000;

    // Offsets in struct AVMotionVector, whose size is checked when the libraries are loaded.
    private static final int SOURCE = 0;
    private static final int DST_X = 10;
    private static final int DST_Y = 12;
    private static final int MOTION_X = 24;
    private static final int MOTION_Y = 28;
    private static final int MOTION_SCALE = 32;

    private final AVCodec encoderCodec =
            Ffmpeg.allocated(avcodec_find_encoder(AV_CODEC_ID_MPEG4), "the MPEG-4 encoder");
    private final AVCodec decoderCodec =
            Ffmpeg.allocated(avcodec_find_decoder(AV_CODEC_ID_MPEG4), "the MPEG-4 decoder");
    private final AVPacket packet = Ffmpeg.allocated(av_packet_alloc(), "a packet");
    private final AVFrame decoded = Ffmpeg.allocated(av_frame_alloc(), "a frame");
    private AVCodecContext encoder = new AVCodecContext(null);
    private AVCodecContext decoder = new AVCodecContext(null);
    private long pictures;

    /** Begins anew with a picture from which the next one's motion is measured. */
    void restart(AVFrame reference) {
        closeCodecs();
        encoder = Ffmpeg.allocated(avcodec_alloc_context3(encoderCodec), "a motion encoder");
        encoder.width(MotionField.FRAME_WIDTH_PX).height(MotionField.FRAME_HEIGHT_PX);
        encoder.pix_fmt(AV_PIX_FMT_YUV420P);
        encoder.time_base().num(1).den(MotionField.STEPS_PER_SECOND);
        encoder.thread_count(1);
        encoder.max_b_frames(0);
        encoder.gop_size(NEVER); // one I picture: the reference
        encoder.flags(encoder.flags() | AV_CODEC_FLAG_QSCALE);
        encoder.global_quality(QUANTISER * FF_QP2LAMBDA);
        try (Options options = new Options()) {
            options.set("sc_threshold", NEVER); // a fast pan is no new scene
            options.set("last_pred", 2); // look where the picture before moved, too
            Ffmpeg.check(
                    avcodec_open2(encoder, encoderCodec, options.dictionary()), "motion encoder");
            options.checkAllTaken();
        }
        decoder = Ffmpeg.allocated(avcodec_alloc_context3(decoderCodec), "a motion decoder");
        decoder.thread_count(1);
        decoder.flags(decoder.flags() | AV_CODEC_FLAG_LOW_DELAY);
        decoder.export_side_data(decoder.export_side_data() | AV_CODEC_EXPORT_DATA_MVS);
        Ffmpeg.check(avcodec_open2(decoder, decoderCodec, (AVDictionary) null), "motion decoder");
        pictures = 0;
        reference.pict_type(AV_PICTURE_TYPE_I);
        pass(reference);
        av_frame_unref(decoded);
    }

    /**
     * Adds the block motion since the picture before, which was given to this or {@link #restart}.
     */
    void next(AVFrame picture, BlockVectors blocks) {
        picture.pict_type(AV_PICTURE_TYPE_NONE);
        pass(picture);
        AVFrameSideData side = av_frame_get_side_data(decoded, AV_FRAME_DATA_MOTION_VECTORS);
        if (side != null && !side.isNull()) {
            ByteBuffer vectors =
                    side.data().capacity(side.size()).asByteBuffer().order(ByteOrder.nativeOrder());
            add(vectors, (int) (side.size() / Ffmpeg.MOTION_VECTOR_BYTES), blocks);
        }
        av_frame_unref(decoded);
    }

    private static void add(ByteBuffer vectors, int count, BlockVectors blocks) {
        for (int i = 0; i < count; i++) {
            int at = i * Ffmpeg.MOTION_VECTOR_BYTES;
            if (vectors.getInt(at + SOURCE) < 0) {
                blocks.add(
                        vectors.getShort(at + DST_X),
                        vectors.getShort(at + DST_Y),
                        vectors.getInt(at + MOTION_X),
                        vectors.getInt(at + MOTION_Y),
                        vectors.getShort(at + MOTION_SCALE));
            }
        }
    }

    private void pass(AVFrame picture) {
        picture.quality(QUANTISER * FF_QP2LAMBDA).pts(pictures++);
        Ffmpeg.check(avcodec_send_frame(encoder, picture), "motion encoder takes a picture");
        Ffmpeg.check(avcodec_receive_packet(encoder, packet), "motion encoder gives a packet");
        int result = avcodec_send_packet(decoder, packet);
        av_packet_unref(packet);
        Ffmpeg.check(result, "motion decoder takes a packet");
        Ffmpeg.check(avcodec_receive_frame(decoder, decoded), "motion decoder gives a picture");
        checkState(
                decoded.width() == MotionField.FRAME_WIDTH_PX,
                "motion picture is %d pixels wide",
                decoded.width());
    }

    private void closeCodecs() {
        if (!encoder.isNull()) {
            avcodec_free_context(encoder);
        }
        if (!decoder.isNull()) {
            avcodec_free_context(decoder);
        }
    }

    @Override
    public void close() {
        closeCodecs();
        av_frame_free(decoded);
        av_packet_free(packet);
    }
}
