/** Dynamic batching: many callers, one inference thread. */
@NullMarked
package io.watchword.encoders.batch;

import org.jspecify.annotations.NullMarked;
