/** Prefill and one decode step; knows no scheduler. */
@NullMarked
package io.watchword.llm.engine;

import org.jspecify.annotations.NullMarked;
