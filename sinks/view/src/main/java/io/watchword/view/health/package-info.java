/** How the process does that serves the view. */
@NullMarked
package io.watchword.view.health;

import org.jspecify.annotations.NullMarked;
