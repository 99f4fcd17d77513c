package io.watchword.encoders.onnx;

import io.watchword.contract.bundle.ModelBundle;
import io.watchword.contract.bundle.PublishedModel;
import io.watchword.encoders.EncodeConfig;
import io.watchword.encoders.encode.BundleEncoder;

/** A bundle's models, open. Thread-safe. */
interface OpenEncoder extends AutoCloseable {
    BundleEncoder encoder();

    /** Answers what still waits with an error. */
    @Override
    void close();

    /**
     * Opens the models of a bundle of either layout.
     *
     * @throws IllegalArgumentException if a model is missing, or differs from what bundle.json says
     */
    static OpenEncoder open(ModelBundle bundle, EncodeConfig config) {
        return bundle.layout().equals(PublishedModel.LAYOUT)
                ? OnnxPictures.open(bundle, config)
                : OnnxEncoders.open(bundle, config);
    }
}
