/** The command {@code ingest}, and what connects an ingest worker to this machine. */
@NullMarked
package io.watchword.deploy.ingest;

import org.jspecify.annotations.NullMarked;
