"""python -m models.parity.variants [--out models/parity/fixtures/variants]: decoders of a few numbers each, with the
inputs that some exporters add. What they compute is simple enough to be said in a test."""

import argparse
import pathlib

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

HIDDEN, VOCABULARY = 4, 6
LAYERS = (3, 7)  # exporters may leave numbers out


def weights():
    """[hidden, vocabulary]: small whole numbers, so that every sum is exact in float16."""
    return (np.arange(HIDDEN * VOCABULARY, dtype=np.float32).reshape(HIDDEN, VOCABULARY) % 5) - 2


def tables():
    """[vocabulary, hidden]: the embedding of token t is t, t+1, t+2, t+3 over 4."""
    return (np.arange(VOCABULARY, dtype=np.float32)[:, None] + np.arange(HIDDEN, dtype=np.float32)) / 4


def embed_tokens():
    node = helper.make_node("Gather", ["table", "input_ids"], ["inputs_embeds"])
    return model([node], [value("input_ids", TensorProto.INT64, ["batch", "step"])],
                 [value("inputs_embeds", TensorProto.FLOAT, ["batch", "step", HIDDEN])],
                 [numpy_helper.from_array(tables(), "table")])


def decoder(cache=TensorProto.FLOAT16, unknown=False):
    """logits = (embeddings + sum of all keys so far) W, times 2 with use_cache_branch, for the last positions only."""
    nodes = [helper.make_node("Unsqueeze", ["inputs_embeds", "axis1"], ["heads"]),
             helper.make_node("Cast", ["heads"], ["stored"], to=cache)]
    inputs = [value("inputs_embeds", TensorProto.FLOAT, ["batch", "step", "hidden"]),
              value("attention_mask", TensorProto.INT64, ["batch", "total"]),
              value("num_logits_to_keep", TensorProto.INT64, []),
              value("use_cache_branch", TensorProto.BOOL, [1])]
    outputs = [value("logits", TensorProto.FLOAT, ["batch", "kept", VOCABULARY])]
    for layer in LAYERS:
        for part in ("key", "value"):
            past, present = f"past_key_values.{layer}.{part}", f"present.{layer}.{part}"
            inputs.append(value(past, cache, ["batch", "heads", "past", "kv_cache_dim"]))
            outputs.append(value(present, cache, ["batch", 1, "total", HIDDEN]))
            nodes.append(helper.make_node("Concat", [past, "stored"], [present], axis=2))
    if unknown:
        inputs.append(value("token_type_ids", TensorProto.INT64, ["batch", "step"]))
    nodes += [
        helper.make_node("Cast", [f"present.{LAYERS[1]}.key"], ["keys"], to=TensorProto.FLOAT),
        helper.make_node("ReduceSum", ["keys", "axis2"], ["summed"], keepdims=0),
        helper.make_node("Add", ["inputs_embeds", "summed"], ["states"]),
        helper.make_node("Cast", ["use_cache_branch"], ["cached"], to=TensorProto.FLOAT),
        helper.make_node("Add", ["cached", "one"], ["factor"]),
        helper.make_node("Mul", ["states", "factor"], ["scaled"]),
        helper.make_node("Neg", ["num_logits_to_keep"], ["from_end"]),
        helper.make_node("Unsqueeze", ["from_end", "axis0"], ["start"]),
        helper.make_node("Slice", ["scaled", "start", "end", "axis1"], ["kept"]),
        helper.make_node("MatMul", ["kept", "weights"], ["logits"])]
    constants = {"axis0": [0], "axis1": [1], "axis2": [2], "end": [2**31]}
    initial = [numpy_helper.from_array(np.array(v, np.int64), k) for k, v in constants.items()]
    initial += [numpy_helper.from_array(np.ones(1, np.float32), "one"), numpy_helper.from_array(weights(), "weights")]
    return model(nodes, inputs, outputs, initial)


def value(name, kind, shape):
    return helper.make_tensor_value_info(name, kind, shape)


def model(nodes, inputs, outputs, constants):
    graph = helper.make_graph(nodes, "variant", inputs, outputs, constants)
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.checker.check_model(made, full_check=True)
    return made


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=pathlib.Path, default=pathlib.Path("models/parity/fixtures/variants"))
    out = parser.parse_args().out
    out.mkdir(parents=True, exist_ok=True)
    onnx.save(embed_tokens(), out / "embed_tokens.onnx")
    onnx.save(decoder(), out / "decoder_half_cache.onnx")
    onnx.save(decoder(cache=TensorProto.DOUBLE), out / "decoder_double_cache.onnx")
    onnx.save(decoder(unknown=True), out / "decoder_unknown_input.onnx")


if __name__ == "__main__":
    main()
