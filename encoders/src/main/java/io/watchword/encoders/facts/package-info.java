/**
 * Numbers of a segment that need no model: the camera's motion, residual motion, loudness, luma.
 */
@NullMarked
package io.watchword.encoders.facts;

import org.jspecify.annotations.NullMarked;
