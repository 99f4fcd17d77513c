/** The view as HTTP: JSON, server-sent events, pictures, recordings and the page. */
@NullMarked
package io.watchword.view.http;

import org.jspecify.annotations.NullMarked;
