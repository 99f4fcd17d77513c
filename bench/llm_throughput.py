"""python bench/llm_throughput.py BUNDLE [ROUNDS]: the peer of LlmThroughput, ONNX Runtime from Python on the same file.

One thread, cache tensors fed back as they came, the same number of positions and tokens; CPU time of the thread.
"""

import pathlib
import statistics
import sys
import time

import numpy as np
import onnxruntime

POSITIONS, TOKENS, BATCHES = 295, 48, (1, 4, 16)


def session(path):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(path, options)


class Decoder:
    def __init__(self, bundle):
        self.embed = session(bundle / "embed_tokens.onnx")
        self.session = session(bundle / "decoder_model_merged.onnx")
        inputs = {i.name: i for i in self.session.get_inputs()}
        self.hidden = inputs["inputs_embeds"].shape[2]
        self.past = {n: i.shape for n, i in inputs.items() if n.startswith("past_key_values.")}
        self.presents = [n.replace("past_key_values", "present") for n in self.past]

    def run(self, embeds, past, before):
        """embeds [B, S, D], past tensors [B, heads, before, headDim]; gives logits [B, S or 1, V] and the new past."""
        rows, step = embeds.shape[:2]
        positions = np.broadcast_to(np.arange(before, before + step, dtype=np.int64), (rows, step))
        feeds = {"inputs_embeds": onnxruntime.OrtValue.ortvalue_from_numpy(embeds),
                 "attention_mask": onnxruntime.OrtValue.ortvalue_from_numpy(np.ones((rows, before + step), np.int64)),
                 "position_ids": onnxruntime.OrtValue.ortvalue_from_numpy(np.ascontiguousarray(positions)), **past}
        logits, *present = self.session.run_with_ort_values(["logits", *self.presents], feeds)
        return logits.numpy()[:, -1], dict(zip(self.past, present))

    def once(self, batch, prompt):
        """CPU ms of one prompt, and of one decode step of `batch` rows."""
        empty = {n: onnxruntime.OrtValue.ortvalue_from_numpy(np.zeros((1, s[1], 0, s[3]), np.float32))
                 for n, s in self.past.items()}
        start = time.thread_time()
        for _ in range(batch):
            _, past = self.run(prompt, empty, 0)
        prefilled = time.thread_time()
        if batch > 1:  # all rows alike, packed outside the clock
            past = {n: onnxruntime.OrtValue.ortvalue_from_numpy(np.repeat(v.numpy(), batch, 0)) for n, v in past.items()}
        decoding = time.thread_time()
        for step in range(TOKENS):
            embeds = self.embed.run(None, {"input_ids": np.full((batch, 1), step, np.int64)})[0]
            _, past = self.run(embeds, past, POSITIONS + step)
        return (prefilled - start) * 1e3 / batch, (time.thread_time() - decoding) * 1e3 / TOKENS


def main():
    decoder = Decoder(pathlib.Path(sys.argv[1]))
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    prompt = np.random.default_rng(1).standard_normal((1, POSITIONS, decoder.hidden)).astype(np.float32) * np.float32(.3)
    decoder.once(1, prompt)
    for batch in BATCHES:
        prefill, step = (statistics.median(v) for v in zip(*(decoder.once(batch, prompt) for _ in range(rounds))))
        print(f"python, batch {batch}: prefill of {POSITIONS} positions {prefill:.2f} cpu ms, "
              f"decode step {step:.3f} cpu ms, {batch * 1000 / step:.0f} tokens/s of cpu")


if __name__ == "__main__":
    main()
