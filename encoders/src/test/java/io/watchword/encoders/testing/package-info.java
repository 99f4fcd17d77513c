/** Fakes and makers of test data. */
@NullMarked
package io.watchword.encoders.testing;

import org.jspecify.annotations.NullMarked;
