/** What is read: a file, known by its contents, or an address, and where its secrets are. */
@NullMarked
package io.watchword.ingest.source;

import org.jspecify.annotations.NullMarked;
