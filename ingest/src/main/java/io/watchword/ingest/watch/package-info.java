/**
 * Judgement about streams that run: when to try again, what time it is, what is told and what is
 * missing, what to leave out. Pure: time and chance are arguments.
 */
@NullMarked
package io.watchword.ingest.watch;

import org.jspecify.annotations.NullMarked;
