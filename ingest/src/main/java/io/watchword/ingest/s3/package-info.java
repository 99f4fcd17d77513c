/** Recorded files in an S3-compatible store: the only imports of its client. */
@NullMarked
package io.watchword.ingest.s3;

import org.jspecify.annotations.NullMarked;
