/** The view as a role of its own and within {@code up}: the page, search, subscriptions, media. */
@NullMarked
package io.watchword.deploy.view;

import org.jspecify.annotations.NullMarked;
