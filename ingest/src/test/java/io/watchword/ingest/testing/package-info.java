/** Sources made for tests: servers that behave like cameras, and like broken ones. */
@NullMarked
package io.watchword.ingest.testing;

import org.jspecify.annotations.NullMarked;
