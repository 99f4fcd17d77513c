/** What instances of the view tell each other of who may come in. */
@NullMarked
package io.watchword.view.access.kafka;

import org.jspecify.annotations.NullMarked;
