package io.watchword.contract;

/** The wall clock of a record's start as protobuf {@code watchword.v1.WallClock}. */
final class WallClockCodec {
    private WallClockCodec() {}

    static io.watchword.proto.v1.WallClock to(WallClock clock) {
        return io.watchword.proto.v1.WallClock.newBuilder()
                .setUnixUs(clock.unixUs())
                .setOrigin(
                        switch (clock.origin()) {
                            case RTCP -> io.watchword.proto.v1.WallClock.Origin.RTCP;
                            case FILE -> io.watchword.proto.v1.WallClock.Origin.FILE;
                            case ARRIVAL -> io.watchword.proto.v1.WallClock.Origin.ARRIVAL;
                        })
                .build();
    }

    static WallClock from(io.watchword.proto.v1.WallClock record) {
        return new WallClock(
                record.getUnixUs(),
                switch (record.getOrigin()) {
                    case RTCP -> WallClock.Origin.RTCP;
                    case FILE -> WallClock.Origin.FILE;
                    case ARRIVAL, ORIGIN_UNSPECIFIED, UNRECOGNIZED -> WallClock.Origin.ARRIVAL;
                });
    }
}
