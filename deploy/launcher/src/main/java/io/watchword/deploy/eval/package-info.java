/** Measures a bundle: what the pipeline says of an evaluation set, against its truth. */
@NullMarked
package io.watchword.deploy.eval;

import org.jspecify.annotations.NullMarked;
