/** The command {@code describe}: finite sources through the whole pipeline. */
@NullMarked
package io.watchword.deploy.describe;

import org.jspecify.annotations.NullMarked;
