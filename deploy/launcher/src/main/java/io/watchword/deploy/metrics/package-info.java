/** What the process counts, and whether it lives and is ready, over HTTP on loopback. */
@NullMarked
package io.watchword.deploy.metrics;

import org.jspecify.annotations.NullMarked;
