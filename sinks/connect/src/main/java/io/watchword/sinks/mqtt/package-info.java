/** Events as MQTT messages, with what Home Assistant needs to find them. */
@NullMarked
package io.watchword.sinks.mqtt;

import org.jspecify.annotations.NullMarked;
