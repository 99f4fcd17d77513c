/** JSON Schema to a rule of what a model may say next. */
@NullMarked
package io.watchword.llm.constrain;

import org.jspecify.annotations.NullMarked;
