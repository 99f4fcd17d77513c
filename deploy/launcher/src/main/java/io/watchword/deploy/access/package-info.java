/**
 * Who may come in from elsewhere: what a process needs for it, and the commands that give and take
 * it.
 */
@NullMarked
package io.watchword.deploy.access;

import org.jspecify.annotations.NullMarked;
