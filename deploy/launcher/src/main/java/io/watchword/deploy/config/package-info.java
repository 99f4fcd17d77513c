/** {@code pipeline.yaml} as records: read once, every problem named at once. */
@NullMarked
package io.watchword.deploy.config;

import org.jspecify.annotations.NullMarked;
