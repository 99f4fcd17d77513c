/** What events can be compared by: the embeddings that they rest on, made small. */
@NullMarked
package io.watchword.view.evidence;

import org.jspecify.annotations.NullMarked;
