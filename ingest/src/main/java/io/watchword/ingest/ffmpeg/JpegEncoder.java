package io.watchword.ingest.ffmpeg;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_QSCALE;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MJPEG;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.FF_QP2LAMBDA;

import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/** Encodes pictures of one size as JPEG. Owns the encoder. Not thread-safe. */
final class JpegEncoder implements AutoCloseable {
    private final AVCodecContext context;
    private final AVPacket packet;
    private final int quality;
    private long pictures;

    JpegEncoder(int widthPx, int heightPx, int quantiser) {
        AVCodec codec = Ffmpeg.allocated(avcodec_find_encoder(AV_CODEC_ID_MJPEG), "the JPEG codec");
        quality = quantiser * FF_QP2LAMBDA;
        context = Ffmpeg.allocated(avcodec_alloc_context3(codec), "a JPEG encoder");
        context.width(widthPx).height(heightPx).pix_fmt(AV_PIX_FMT_YUV420P);
        context.color_range(AVCOL_RANGE_JPEG);
        context.time_base().num(1).den(25);
        context.thread_count(1);
        context.flags(context.flags() | AV_CODEC_FLAG_QSCALE);
        context.global_quality(quality);
        Ffmpeg.check(avcodec_open2(context, codec, (AVDictionary) null), "JPEG encoder");
        packet = Ffmpeg.allocated(av_packet_alloc(), "a packet");
    }

    /** Returns a new array. */
    byte[] encode(AVFrame picture) {
        picture.quality(quality).pts(pictures++);
        Ffmpeg.check(avcodec_send_frame(context, picture), "JPEG encoder takes a picture");
        Ffmpeg.check(avcodec_receive_packet(context, packet), "JPEG encoder gives a picture");
        byte[] jpeg = new byte[packet.size()];
        packet.data().get(jpeg);
        av_packet_unref(packet);
        return jpeg;
    }

    @Override
    public void close() {
        av_packet_free(packet);
        avcodec_free_context(context);
    }
}
