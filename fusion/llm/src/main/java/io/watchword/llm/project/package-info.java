/** Encoder space to the language model's token space, one projector a modality. */
@NullMarked
package io.watchword.llm.project;

import org.jspecify.annotations.NullMarked;
