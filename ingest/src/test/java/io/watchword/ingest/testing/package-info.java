/** Cameras, servers and files that misbehave on demand, for the tests of this and other modules. */
@NullMarked
package io.watchword.ingest.testing;

import org.jspecify.annotations.NullMarked;
