/** Prefill, decode steps of many sequences at once, and the scheduler that decides which. */
@NullMarked
package io.watchword.llm.engine;

import org.jspecify.annotations.NullMarked;
