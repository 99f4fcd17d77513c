/** Who asks, and what they may see. */
@NullMarked
package io.watchword.view.access;

import org.jspecify.annotations.NullMarked;
