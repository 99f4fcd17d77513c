/** Callers that an identity provider knows, by OpenID Connect. */
@NullMarked
package io.watchword.view.access.oidc;

import org.jspecify.annotations.NullMarked;
