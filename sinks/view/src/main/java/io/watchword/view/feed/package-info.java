/** Events as they happen, to many followers, from any position on. */
@NullMarked
package io.watchword.view.feed;

import org.jspecify.annotations.NullMarked;
