/** The embedded broker and the pipeline's topics. */
@NullMarked
package io.watchword.deploy.kafka;

import org.jspecify.annotations.NullMarked;
