"""python -m models.parity.gqa [--out models/parity/fixtures/gqa] [sizes]: decoders with GroupQueryAttention, the operator
whose cache may be one buffer that is read and written in place, as onnxruntime-genai's builder makes them: the mask
gives the length of each row, rotation is inside. Random weights.

`decoder_gqa` rotates inside the operator and takes no positions; `decoder_gqa_positions` rotates before it, by
position_ids; `decoder_gqa_dense` takes the length of a row from the mask's width, so that rows of different length
cannot be run side by side; `decoder_gqa_kept` also shows a cache to another node, so that it must not be overwritten.
"""

import argparse
import hashlib
import json
import pathlib

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

FLOAT, INT32, INT64 = TensorProto.FLOAT, TensorProto.INT32, TensorProto.INT64


class Decoder:
    def __init__(self, sizes, positions=False, dense=False, kept=False):
        self.sizes, self.positions, self.dense, self.kept = sizes, positions, dense, kept
        self.nodes, self.initial, self.inputs, self.outputs = [], [], [], []
        self.random = np.random.default_rng(sizes.seed)

    def weights(self, name, *shape):
        spread = 3 / np.sqrt(shape[0]) if len(shape) > 1 else .02  # large, or all answers are alike
        values = self.random.standard_normal(shape).astype(np.float32) * np.float32(spread)
        return self.constant(name, values if len(shape) > 1 else 1 + values)

    def constant(self, name, values):
        self.initial.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def node(self, kind, inputs, output, domain="", **attributes):
        outputs = output if isinstance(output, list) else [output]
        self.nodes.append(helper.make_node(kind, inputs, outputs, domain=domain, **attributes))
        return outputs[0]

    def lengths(self):
        """seqlens_k and total_sequence_length as the operator wants them, from the mask."""
        one, width = self.constant("one", np.array(1, np.int64)), self.constant("second", np.array(1, np.int64))
        total = self.node("Gather", [self.node("Shape", ["attention_mask"], "mask_shape"), width], "total", axis=0)
        if self.dense:
            rows = self.node("Shape", ["attention_mask"], "mask_rows", end=1)
            sums = self.node("Expand", [total, rows], "row_sums")
        else:
            axis = self.constant("axis", np.array([1], np.int64))
            sums = self.node("ReduceSum", ["attention_mask", axis], "row_sums", keepdims=0)
        self.node("Cast", [self.node("Sub", [sums, one], "row_ends")], "seqlens_k", to=INT32)
        self.node("Cast", [total], "total_sequence_length", to=INT32)

    def rotations(self):
        half = self.sizes.head_dim // 2
        angles = np.outer(np.arange(self.sizes.max_positions), 10_000. ** (-np.arange(half) / half)).astype(np.float32)
        self.constant("cos", np.cos(angles))
        self.constant("sin", np.sin(angles))

    def norm(self, states, name):
        scale = self.weights(name + ".scale", self.sizes.hidden)
        return self.node("LayerNormalization", [states, scale], name, epsilon=1e-5)

    def linear(self, states, name, width_in, width_out):
        return self.node("MatMul", [states, self.weights(name + ".weight", width_in, width_out)], name)

    def rotated(self, states, name, heads):
        if not self.positions:
            return states
        return self.node("RotaryEmbedding", [states, "position_ids", "cos", "sin"], name, domain="com.microsoft",
                         num_heads=heads, rotary_embedding_dim=self.sizes.head_dim)

    def attention(self, states, layer):
        s = self.sizes
        normed = self.norm(states, f"{layer}.norm1")
        query = self.linear(normed, f"{layer}.q", s.hidden, s.heads * s.head_dim)
        key = self.linear(normed, f"{layer}.k", s.hidden, s.kv_heads * s.head_dim)
        value = self.linear(normed, f"{layer}.v", s.hidden, s.kv_heads * s.head_dim)
        past, present = [], []
        for part in ("key", "value"):
            past.append(f"past_key_values.{layer}.{part}")
            present.append(f"present.{layer}.{part}")
            for name, length, kept in ((past[-1], "past", self.inputs), (present[-1], "all", self.outputs)):
                kept.append(value_info(name, FLOAT, ["rows", s.kv_heads, length, s.head_dim]))
        inputs = [self.rotated(query, f"{layer}.rq", s.heads), self.rotated(key, f"{layer}.rk", s.kv_heads), value, *past,
                  "seqlens_k", "total_sequence_length"]
        turning = {} if self.positions else {"do_rotary": 1}
        seen = self.node("GroupQueryAttention", inputs + ([] if self.positions else ["cos", "sin"]),
                         [f"{layer}.seen", *present], domain="com.microsoft", num_heads=s.heads,
                         kv_num_heads=s.kv_heads, **turning)
        return self.node("Add", [states, self.linear(seen, f"{layer}.o", s.heads * s.head_dim, s.hidden)], f"{layer}.mid")

    def model(self):
        s = self.sizes
        self.inputs = [value_info("inputs_embeds", FLOAT, ["rows", "step", s.hidden]),
                       value_info("attention_mask", INT64, ["rows", "total"])]
        if self.positions:
            self.inputs.append(value_info("position_ids", INT64, ["rows", "step"]))
        self.outputs = [value_info("logits", FLOAT, ["rows", 1, s.vocabulary])]
        self.lengths()
        self.rotations()
        states = "inputs_embeds"
        for layer in range(s.layers):
            middle = self.attention(states, layer)
            up = self.linear(self.norm(middle, f"{layer}.norm2"), f"{layer}.up", s.hidden, 2 * s.hidden)
            gated = self.node("Mul", [up, self.node("Sigmoid", [up], f"{layer}.gate")], f"{layer}.gated")
            down = self.linear(gated, f"{layer}.down", 2 * s.hidden, s.hidden)
            states = self.node("Add", [middle, down], f"{layer}.out")
        last = self.constant("last", np.array([-1], np.int64))
        self.node("Gather", [self.norm(states, "norm"), last], "state", axis=1)
        self.linear("state", "logits", s.hidden, s.vocabulary)
        if self.kept:
            self.node("Identity", ["past_key_values.0.key"], "seen_before")
            self.outputs.append(value_info("seen_before", FLOAT, ["rows", s.kv_heads, "past", s.head_dim]))
        return checked(self.nodes, self.inputs, self.outputs, self.initial)


def embed_tokens(sizes):
    table = np.random.default_rng(sizes.seed + 1).standard_normal((sizes.vocabulary, sizes.hidden)).astype(np.float32)
    return checked([helper.make_node("Gather", ["table", "input_ids"], ["inputs_embeds"])],
                   [value_info("input_ids", INT64, ["rows", "step"])],
                   [value_info("inputs_embeds", FLOAT, ["rows", "step", sizes.hidden])],
                   [numpy_helper.from_array(table, "table")])


def value_info(name, kind, shape):
    return helper.make_tensor_value_info(name, kind, shape)


def checked(nodes, inputs, outputs, constants):
    graph = helper.make_graph(nodes, "gqa", inputs, outputs, constants)
    domains = [helper.make_opsetid("", 17), helper.make_opsetid("com.microsoft", 1)]
    made = helper.make_model(graph, opset_imports=domains, ir_version=8)
    onnx.checker.check_model(made)
    return made


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=pathlib.Path, default=pathlib.Path("models/parity/fixtures/gqa"))
    parser.add_argument("--seed", type=int, default=20261121)
    for size, default in (("layers", 2), ("hidden", 32), ("heads", 4), ("kv-heads", 2), ("head-dim", 16),
                          ("vocabulary", 100), ("max-positions", 256)):
        parser.add_argument("--" + size, type=int, default=default)
    sizes = parser.parse_args()
    sizes.out.mkdir(parents=True, exist_ok=True)
    onnx.save(embed_tokens(sizes), sizes.out / "embed_tokens.onnx")
    onnx.save(Decoder(sizes).model(), sizes.out / "decoder_gqa.onnx")
    onnx.save(Decoder(sizes, positions=True).model(), sizes.out / "decoder_gqa_positions.onnx")
    onnx.save(Decoder(sizes, dense=True).model(), sizes.out / "decoder_gqa_dense.onnx")
    onnx.save(Decoder(sizes, kept=True).model(), sizes.out / "decoder_gqa_kept.onnx")
    files = {"embed_tokens": "embed_tokens.onnx", "decoder_model_merged": "decoder_gqa.onnx"}
    roles = {role: {"file": file, "sha256": hashlib.sha256((sizes.out / file).read_bytes()).hexdigest()}
             for role, file in files.items()}
    bundle = {"name": "gqa", "version": "1", "languages": [], "roles": roles, "languageModel": {"hidden": sizes.hidden}}
    (sizes.out / "bundle.json").write_text(json.dumps(bundle, indent=1) + "\n")


if __name__ == "__main__":
    main()
