/**
 * Sources that are reached over HTTP: endless streams, files and HLS. Apache HttpClient speaks
 * HTTP; every connection it makes goes to an address that {@link
 * io.watchword.ingest.fetch.EgressGuard} has let pass.
 */
@NullMarked
package io.watchword.ingest.http;

import org.jspecify.annotations.NullMarked;
