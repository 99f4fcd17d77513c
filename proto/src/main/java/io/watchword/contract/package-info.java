/** What crosses a boundary: the values on the topics, their codecs, their ids and their names. */
@NullMarked
package io.watchword.contract;

import org.jspecify.annotations.NullMarked;
