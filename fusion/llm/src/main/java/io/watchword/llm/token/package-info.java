/** Text to token ids and back, also token by token. */
@NullMarked
package io.watchword.llm.token;

import org.jspecify.annotations.NullMarked;
