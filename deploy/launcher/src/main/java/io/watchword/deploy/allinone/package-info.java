/**
 * The whole pipeline in one process: what is started, in which order, and where it keeps things.
 */
@NullMarked
package io.watchword.deploy.allinone;

import org.jspecify.annotations.NullMarked;
