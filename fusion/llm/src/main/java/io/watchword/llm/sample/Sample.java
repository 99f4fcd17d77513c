package io.watchword.llm.sample;

/**
 * A token picked.
 *
 * @param logprob natural logarithm of its probability under the softmax of the logits that the
 *     sampler was given, (-inf, 0]
 */
public record Sample(int tokenId, float logprob) {}
