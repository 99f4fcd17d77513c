/** Models of others: published layouts become bundles, bundles are listed and checked. */
@NullMarked
package io.watchword.deploy.models;

import org.jspecify.annotations.NullMarked;
