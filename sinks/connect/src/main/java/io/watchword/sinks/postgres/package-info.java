/** Events in PostgreSQL, with vectors where pgvector is. */
@NullMarked
package io.watchword.sinks.postgres;

import org.jspecify.annotations.NullMarked;
