/** The log of understanding that a data directory holds, with a language model to ask about it. */
@NullMarked
package io.watchword.deploy.log;

import org.jspecify.annotations.NullMarked;
