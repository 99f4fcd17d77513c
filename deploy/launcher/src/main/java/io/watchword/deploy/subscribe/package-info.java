/** The command subscribe: standing subscriptions from the command line. */
@NullMarked
package io.watchword.deploy.subscribe;

import org.jspecify.annotations.NullMarked;
