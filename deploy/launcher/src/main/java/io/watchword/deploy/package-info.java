/**
 * The only place that knows every stage: {@code config -> kafka -> flink -> connect -> allinone ->
 * up}.
 */
@NullMarked
package io.watchword.deploy;

import org.jspecify.annotations.NullMarked;
