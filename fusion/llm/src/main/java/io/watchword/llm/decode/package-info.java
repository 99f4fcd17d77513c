/** From a checked request to a caption: the decode loop and what may be asked. */
@NullMarked
package io.watchword.llm.decode;

import org.jspecify.annotations.NullMarked;
