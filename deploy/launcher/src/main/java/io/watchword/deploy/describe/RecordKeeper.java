package io.watchword.deploy.describe;

/**
 * Takes a copy of what a run puts on the topics, as bytes of the contract's codecs. Records may
 * come more than once, those of one stream in order. Called by one thread.
 */
public interface RecordKeeper {
    /** Keeps nothing. */
    RecordKeeper NONE =
            new RecordKeeper() {
                @Override
                public boolean wanted() {
                    return false;
                }

                @Override
                public void segment(String streamId, byte[] record) {}

                @Override
                public void embedding(String streamId, byte[] record) {}
            };

    /** Whether anything is kept: segments are large, and else not read back. */
    default boolean wanted() {
        return true;
    }

    void segment(String streamId, byte[] record);

    void embedding(String streamId, byte[] record);
}
