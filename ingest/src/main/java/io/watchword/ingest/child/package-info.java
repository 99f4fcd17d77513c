/**
 * The decoder as a process of its own: how it is started, confined, watched and ended. Native code
 * that crashes, hangs or grows ends there.
 */
@NullMarked
package io.watchword.ingest.child;

import org.jspecify.annotations.NullMarked;
