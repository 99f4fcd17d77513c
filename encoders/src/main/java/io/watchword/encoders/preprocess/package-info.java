/** What a segment holds, as the tensors a bundle's models take. */
@NullMarked
package io.watchword.encoders.preprocess;

import org.jspecify.annotations.NullMarked;
