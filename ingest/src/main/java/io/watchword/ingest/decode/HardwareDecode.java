package io.watchword.ingest.decode;

/** Where pictures are decoded. What the machine does not have is decoded in software. */
public enum HardwareDecode {
    NONE,
    CUDA,
    VAAPI,
    QSV
}
