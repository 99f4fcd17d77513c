/**
 * One segment to one embedding: all modalities, the last few segments of its stream, and the facts.
 */
@NullMarked
package io.watchword.encoders.encode;

import org.jspecify.annotations.NullMarked;
