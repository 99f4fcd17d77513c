/** The encode stage as a Flink job. */
@NullMarked
package io.watchword.encoders.flink;

import org.jspecify.annotations.NullMarked;
