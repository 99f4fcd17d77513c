/** The control plane for people: adds, lists and removes streams, with or without a run. */
@NullMarked
package io.watchword.deploy.streams;

import org.jspecify.annotations.NullMarked;
