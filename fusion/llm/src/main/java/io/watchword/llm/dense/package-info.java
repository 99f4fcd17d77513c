/** Dense events: what happens when, said with time tokens. */
@NullMarked
package io.watchword.llm.dense;

import org.jspecify.annotations.NullMarked;
