/** Network sources, wired: which fetcher takes which address, under which policy. */
@NullMarked
package io.watchword.deploy.source;

import org.jspecify.annotations.NullMarked;
