/** Asks a language model about stored embeddings, without the way through Kafka. */
@NullMarked
package io.watchword.deploy.eval.ask;

import org.jspecify.annotations.NullMarked;
