package io.watchword.encoders.encode;

/** Encoders that are shared: closing the lease gives them back. Not thread-safe. */
public interface EncoderLease extends AutoCloseable {
    BundleEncoder encoder();

    @Override
    void close();
}
