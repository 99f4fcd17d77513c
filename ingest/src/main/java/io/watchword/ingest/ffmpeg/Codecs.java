package io.watchword.ingest.ffmpeg;

/**
 * The decoders that are used: what cameras, phones, recorders and archives write. The hundreds that
 * are left are of games and picture files, and are read by nobody who looks for their faults.
 */
final class Codecs {
    private static final String PICTURES =
            "h264,hevc,vvc,av1,libaom-av1,vp8,vp9,libvpx,libvpx-vp9,mpeg1video,mpeg2video,mpeg4"
                    + ",h263,h263i,h263p,msmpeg4,msmpeg4v1,msmpeg4v2,wmv1,wmv2,wmv3,vc1,flv"
                    + ",mjpeg,mjpegb,dvvideo,dnxhd,prores,cfhd,ffv1,ffvhuff,huffyuv,utvideo"
                    + ",magicyuv,rawvideo,v210,theora,svq1,svq3,cinepak,vp6,vp6a,vp6f,qtrle"
                    + ",h264_qsv,hevc_qsv,av1_qsv,vp9_qsv,vp8_qsv,mpeg2_qsv,mjpeg_qsv,vc1_qsv";
    private static final String SOUND =
            "aac,aac_fixed,aac_latm,ac3,ac3_fixed,eac3,dca,mp1,mp1float,mp2,mp2float,mp3,mp3float"
                    + ",opus,libopus,vorbis,flac,alac,speex,libspeex,wavpack,tta,truehd,mlp,s302m"
                    + ",wmav1,wmav2,wmapro,wmalossless,nellymoser,g722,g723_1,g726,g726le,g729"
                    + ",gsm,gsm_ms,ilbc,amrnb,amrwb,libopencore_amrnb,libopencore_amrwb"
                    + ",adpcm_ima_wav,adpcm_ima_qt,adpcm_ms,adpcm_swf,adpcm_yamaha"
                    + ",pcm_alaw,pcm_mulaw,pcm_u8,pcm_s8,pcm_s16le,pcm_s16be,pcm_s24le,pcm_s24be"
                    + ",pcm_s32le,pcm_s32be,pcm_f32le,pcm_f32be,pcm_f64le,pcm_f64be,pcm_s16le_planar"
                    + ",pcm_bluray,pcm_dvd,dvaudio";

    /** As FFmpeg's option {@code codec_whitelist} takes it. */
    static final String ALLOWED = PICTURES + "," + SOUND;

    private Codecs() {}
}
