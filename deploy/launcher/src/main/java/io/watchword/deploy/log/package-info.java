/** Where log records go: a file, never the terminal. */
@NullMarked
package io.watchword.deploy.log;

import org.jspecify.annotations.NullMarked;
