/** What is read: a file, known by its contents. */
@NullMarked
package io.watchword.ingest.source;

import org.jspecify.annotations.NullMarked;
