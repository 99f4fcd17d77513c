/** Servers of our own that tests fetch from. */
package io.watchword.ingest.testing;
