/** The command {@code up}: the whole pipeline with its streams, until a signal ends it. */
@NullMarked
package io.watchword.deploy.up;

import org.jspecify.annotations.NullMarked;
