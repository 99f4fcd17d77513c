/** Takes senses away from a model, to see whether it used them. */
@NullMarked
package io.watchword.deploy.eval.audit;

import org.jspecify.annotations.NullMarked;
