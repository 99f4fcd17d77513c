/** The command {@code redescribe}: new captions of what is stored, without any video. */
@NullMarked
package io.watchword.deploy.redescribe;

import org.jspecify.annotations.NullMarked;
