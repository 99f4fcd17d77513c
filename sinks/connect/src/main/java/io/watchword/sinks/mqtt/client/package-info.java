/** The connection to an MQTT broker. */
@NullMarked
package io.watchword.sinks.mqtt.client;

import org.jspecify.annotations.NullMarked;
