/** Files that are replaced whole or not at all. */
@NullMarked
package io.watchword.sinks.file;

import org.jspecify.annotations.NullMarked;
