/** What a process says: to people on the terminal, and in full to its log file. */
@NullMarked
package io.watchword.deploy.terminal;

import org.jspecify.annotations.NullMarked;
