/**
 * {@code evidence -> timeline -> feed -> search -> subscribe -> http}: where people and programs
 * look.
 */
@NullMarked
package io.watchword.view;

import org.jspecify.annotations.NullMarked;
