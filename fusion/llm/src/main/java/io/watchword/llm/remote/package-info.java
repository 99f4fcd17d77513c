/**
 * Language models on other servers, over HTTP: vLLM with prompt embeddings, and chat with key
 * frames.
 */
@NullMarked
package io.watchword.llm.remote;

import org.jspecify.annotations.NullMarked;
