/** Events as chapters and tags of a file. */
@NullMarked
package io.watchword.sinks.chapters;

import org.jspecify.annotations.NullMarked;
