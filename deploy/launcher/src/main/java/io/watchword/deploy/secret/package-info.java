/** Where the passwords of streams are kept: files that only their owner reads. */
@NullMarked
package io.watchword.deploy.secret;

import org.jspecify.annotations.NullMarked;
