/** The command {@code search}: through a run's view, or straight from what is stored. */
@NullMarked
package io.watchword.deploy.search;

import org.jspecify.annotations.NullMarked;
