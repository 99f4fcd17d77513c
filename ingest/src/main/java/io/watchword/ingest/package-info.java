/**
 * First stage: source → fetch → child → decode → clock → motion → audio → segment → watch → kafka.
 */
@NullMarked
package io.watchword.ingest;

import org.jspecify.annotations.NullMarked;
