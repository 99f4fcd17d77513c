/** First stage: source → decode → clock → motion → audio → segment → kafka. */
@NullMarked
package io.watchword.ingest;

import org.jspecify.annotations.NullMarked;
