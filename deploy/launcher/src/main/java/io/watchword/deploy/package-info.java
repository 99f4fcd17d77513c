/**
 * The only place that knows every stage: {@code kafka -> flink -> connect -> allinone -> describe}.
 */
@NullMarked
package io.watchword.deploy;

import org.jspecify.annotations.NullMarked;
