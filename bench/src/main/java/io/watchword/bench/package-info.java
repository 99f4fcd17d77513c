/** Figures against a peer that runs beside, and the tool that makes training data from clips. */
@NullMarked
package io.watchword.bench;

import org.jspecify.annotations.NullMarked;
