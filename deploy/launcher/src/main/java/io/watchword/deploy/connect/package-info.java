/** One Kafka Connect worker inside this process, without its REST server. */
@NullMarked
package io.watchword.deploy.connect;

import org.jspecify.annotations.NullMarked;
