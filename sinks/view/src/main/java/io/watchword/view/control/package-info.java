/** What is watched, as people change it. */
@NullMarked
package io.watchword.view.control;

import org.jspecify.annotations.NullMarked;
