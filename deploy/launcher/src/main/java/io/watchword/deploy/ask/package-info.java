/** The commands {@code ask} and {@code summarize}: what is stored answers, no video is read. */
@NullMarked
package io.watchword.deploy.ask;

import org.jspecify.annotations.NullMarked;
