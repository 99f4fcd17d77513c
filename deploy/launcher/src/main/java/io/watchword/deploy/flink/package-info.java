/** One Flink cluster inside this process, and the checkpoints from which its jobs resume. */
@NullMarked
package io.watchword.deploy.flink;

import org.jspecify.annotations.NullMarked;
