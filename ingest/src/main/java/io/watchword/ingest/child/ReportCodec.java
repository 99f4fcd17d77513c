package io.watchword.ingest.child;

import static io.watchword.contract.Checks.checkArgument;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.watchword.contract.Decoded;
import io.watchword.contract.ErrorCode;
import io.watchword.contract.Segment;
import io.watchword.contract.SegmentCodec;
import io.watchword.contract.TimeSpan;
import io.watchword.contract.VideoInfo;
import io.watchword.ingest.decode.DecoderReport;
import io.watchword.ingest.decode.HardwareDecode;
import io.watchword.ingest.decode.MediaInfo;
import io.watchword.ingest.decode.ReadResult;
import io.watchword.proto.v1.DecodeProgressRecord;
import io.watchword.proto.v1.DecoderReportRecord;
import io.watchword.proto.v1.EndedRecord;
import io.watchword.proto.v1.HoleRecord;
import io.watchword.proto.v1.OpenedRecord;
import io.watchword.proto.v1.RecordedRecord;
import io.watchword.proto.v1.RunRecord;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Optional;

/**
 * Reports on a stream of bytes: for each one its length (4 bytes, big-endian) and protobuf {@code
 * watchword.v1.DecoderReportRecord}. Whoever reads them trusts nothing of it.
 */
public final class ReportCodec {
    /** No report is longer. */
    public static final int MAX_BYTES = 16 << 20;

    private ReportCodec() {}

    public static void write(DataOutputStream out, DecoderReport report) throws IOException {
        byte[] bytes = encode(report);
        checkArgument(
                bytes.length <= MAX_BYTES,
                "report has %d bytes, at most %d",
                bytes.length,
                MAX_BYTES);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    /**
     * Reads the next report; empty at the end of the stream, also in the middle of a report: its
     * writer is gone.
     */
    public static Optional<Decoded<DecoderReport>> read(DataInputStream in) throws IOException {
        try {
            int length = in.readInt();
            if (length < 0 || length > MAX_BYTES) {
                return Optional.of(
                        new Decoded.Invalid<>(
                                ErrorCode.INVALID_RECORD,
                                "report: its length is " + length + ", at most " + MAX_BYTES));
            }
            byte[] bytes = in.readNBytes(length); // grows as bytes arrive: a lie costs nothing
            return bytes.length < length ? Optional.empty() : Optional.of(decode(bytes));
        } catch (EOFException e) {
            return Optional.empty();
        }
    }

    static byte[] encode(DecoderReport report) {
        DecoderReportRecord.Builder record = DecoderReportRecord.newBuilder();
        if (report instanceof DecoderReport.Opened opened) {
            record.setOpened(opened(opened));
        } else if (report instanceof DecoderReport.Run run) {
            record.setRun(
                    RunRecord.newBuilder()
                            .setNumber(run.number())
                            .setHoleUs(run.holeUs())
                            .setOriginPtsUs(run.originPtsUs()));
        } else if (report instanceof DecoderReport.Decoded decoded) {
            record.setSegment(ByteString.copyFrom(SegmentCodec.encode(decoded.segment())));
        } else if (report instanceof DecoderReport.Hole hole) {
            record.setHole(
                    HoleRecord.newBuilder()
                            .setStartUs(hole.span().startUs())
                            .setEndUs(hole.span().endUs()));
        } else if (report instanceof DecoderReport.Progress progress) {
            record.setProgress(progress(progress));
        } else if (report instanceof DecoderReport.Recorded recorded) {
            record.setRecorded(
                    RecordedRecord.newBuilder()
                            .setStartUs(recorded.startUs())
                            .setEndUs(recorded.endUs())
                            .setContent(ByteString.copyFrom(recorded.bytes()))
                            .setLast(recorded.last()));
        } else {
            record.setEnded(ended(((DecoderReport.Ended) report).result()));
        }
        return record.build().toByteArray();
    }

    static Decoded<DecoderReport> decode(byte[] bytes) {
        try {
            return from(DecoderReportRecord.parseFrom(bytes));
        } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
            return new Decoded.Invalid<>(ErrorCode.INVALID_RECORD, "report: " + e.getMessage());
        }
    }

    private static Decoded<DecoderReport> from(DecoderReportRecord record) {
        return switch (record.getReportCase()) {
            case OPENED -> new Decoded.Valid<>(opened(record.getOpened()));
            case RUN ->
                    new Decoded.Valid<>(
                            new DecoderReport.Run(
                                    record.getRun().getNumber(),
                                    record.getRun().getHoleUs(),
                                    record.getRun().getOriginPtsUs()));
            case SEGMENT -> segment(record.getSegment());
            case HOLE ->
                    new Decoded.Valid<>(
                            new DecoderReport.Hole(
                                    new TimeSpan(
                                            record.getHole().getStartUs(),
                                            record.getHole().getEndUs())));
            case PROGRESS -> new Decoded.Valid<>(progress(record.getProgress()));
            case RECORDED ->
                    new Decoded.Valid<>(
                            new DecoderReport.Recorded(
                                    record.getRecorded().getStartUs(),
                                    record.getRecorded().getEndUs(),
                                    record.getRecorded().getContent().toByteArray(),
                                    record.getRecorded().getLast()));
            case ENDED -> new Decoded.Valid<>(new DecoderReport.Ended(result(record.getEnded())));
            case REPORT_NOT_SET ->
                    new Decoded.Invalid<>(ErrorCode.INVALID_RECORD, "report: it says nothing");
        };
    }

    private static Decoded<DecoderReport> segment(ByteString bytes) {
        Decoded<Segment> decoded = SegmentCodec.decode(bytes.toByteArray());
        if (decoded instanceof Decoded.Valid<Segment> valid) {
            return new Decoded.Valid<>(new DecoderReport.Decoded(valid.value()));
        }
        Decoded.Invalid<Segment> invalid = (Decoded.Invalid<Segment>) decoded;
        return new Decoded.Invalid<>(invalid.code(), "report: " + invalid.detail());
    }

    private static OpenedRecord opened(DecoderReport.Opened opened) {
        OpenedRecord.Builder record =
                OpenedRecord.newBuilder()
                        .setDurationUs(opened.info().durationUs())
                        .setHasAudio(opened.info().hasAudio())
                        .setFormat(opened.format())
                        .setHardware(opened.hardware().name());
        opened.info().createdUnixUs().ifPresent(record::setCreatedUnixUs);
        opened.info()
                .video()
                .ifPresent(
                        video ->
                                record.setVideo(
                                        io.watchword.proto.v1.VideoInfo.newBuilder()
                                                .setWidthPx(video.widthPx())
                                                .setHeightPx(video.heightPx())
                                                .setFrameRateHz(video.frameRateHz())
                                                .setCodec(video.codec())
                                                .setRotationDegrees(video.rotationDegrees())));
        return record.build();
    }

    private static DecoderReport opened(OpenedRecord record) {
        io.watchword.proto.v1.VideoInfo video = record.getVideo();
        return new DecoderReport.Opened(
                new MediaInfo(
                        record.getDurationUs(),
                        record.hasVideo()
                                ? Optional.of(
                                        new VideoInfo(
                                                video.getWidthPx(),
                                                video.getHeightPx(),
                                                video.getFrameRateHz(),
                                                video.getCodec(),
                                                video.getRotationDegrees()))
                                : Optional.empty(),
                        record.getHasAudio(),
                        record.hasCreatedUnixUs()
                                ? Optional.of(record.getCreatedUnixUs())
                                : Optional.empty()),
                record.getFormat(),
                HardwareDecode.valueOf(record.getHardware()));
    }

    private static DecodeProgressRecord progress(DecoderReport.Progress progress) {
        DecodeProgressRecord.Builder record =
                DecodeProgressRecord.newBuilder()
                        .setFramesDecoded(progress.framesDecoded())
                        .setFramesDamaged(progress.framesDamaged())
                        .setBytesRead(progress.bytesRead())
                        .setMediaUs(progress.mediaUs())
                        .setJumped(progress.jumped())
                        .setFramesAtRest(progress.framesAtRest());
        progress.cameraUnixUs().ifPresent(record::setCameraUnixUs);
        return record.build();
    }

    private static DecoderReport progress(DecodeProgressRecord record) {
        return new DecoderReport.Progress(
                record.getFramesDecoded(),
                record.getFramesDamaged(),
                record.getBytesRead(),
                record.getMediaUs(),
                record.hasCameraUnixUs() ? Optional.of(record.getCameraUnixUs()) : Optional.empty(),
                record.getJumped(),
                record.getFramesAtRest());
    }

    private static EndedRecord ended(ReadResult result) {
        EndedRecord.Builder record = EndedRecord.newBuilder().setSegments(result.segments());
        if (result instanceof ReadResult.Failed failed) {
            return record.setErrorCode(failed.code().name()).setDetail(failed.detail()).build();
        }
        return record.setReachedUs(((ReadResult.Done) result).reachedUs()).build();
    }

    private static ReadResult result(EndedRecord record) {
        if (record.getErrorCode().isEmpty()) {
            return new ReadResult.Done(record.getSegments(), record.getReachedUs());
        }
        return new ReadResult.Failed(
                ErrorCode.valueOf(record.getErrorCode()), record.getDetail(), record.getSegments());
    }
}
