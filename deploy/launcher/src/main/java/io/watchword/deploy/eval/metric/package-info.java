/** What the figures of an evaluation are: values in, numbers out. No engine, no file. */
@NullMarked
package io.watchword.deploy.eval.metric;

import org.jspecify.annotations.NullMarked;
