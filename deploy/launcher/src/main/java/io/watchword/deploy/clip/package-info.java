/** The command {@code clip}: a span of what was recorded, as one file. */
@NullMarked
package io.watchword.deploy.clip;

import org.jspecify.annotations.NullMarked;
