/** What the language model will see of an event candidate: few segments, within a token budget. */
@NullMarked
package io.watchword.fusion.context;

import org.jspecify.annotations.NullMarked;
