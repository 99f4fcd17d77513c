"""python bench/gguf_decoder.py BUNDLE OUT.gguf [f32|f16|q8_0]: a bundle's decoder for llama.cpp, to compare speed with.

The bundles that models/training exports are Llama decoders: RMS norm, rotary positions, grouped queries, SwiGLU. Needs
the packages gguf and onnx. Then `llama-bench -m OUT.gguf -t 1 -p 295 -n 48` is the peer of LlmThroughput.
"""

import json
import pathlib
import sys

import gguf
import numpy as np
import onnx
from onnx import numpy_helper

KINDS = {"f32": gguf.GGMLQuantizationType.F32, "f16": gguf.GGMLQuantizationType.F16,
         "q8_0": gguf.GGMLQuantizationType.Q8_0}
MATRICES = ("attn_q", "attn_k", "attn_v", "attn_output", "ffn_gate", "ffn_up", "ffn_down")


def weights(path):
    """Initialisers by name, float32, in the order of the graph: {name: array}."""
    return {i.name: numpy_helper.to_array(i).astype(np.float32) for i in onnx.load(path).graph.initializer}


def interleave(matrix, heads):
    """Rows [heads * dim, D] from the convention of halves to that of neighbours, as llama.cpp rotates them."""
    dim = matrix.shape[0] // heads
    return matrix.reshape(heads, 2, dim // 2, -1).swapaxes(1, 2).reshape(matrix.shape)


def tensors(bundle, layers, heads, kv_heads):
    """Every weight by its name in llama.cpp, as [out, in]."""
    decoder = weights(bundle / "decoder_model_merged.onnx")
    table, = weights(bundle / "embed_tokens.onnx").values()
    yield "token_embd.weight", table
    matrices = [v.T for n, v in decoder.items() if v.ndim == 2]
    for layer in range(layers):
        for name, matrix in zip(MATRICES, matrices[layer * 7:layer * 7 + 7]):
            if name in ("attn_q", "attn_k"):
                matrix = interleave(matrix, heads if name == "attn_q" else kv_heads)
            yield f"blk.{layer}.{name}.weight", matrix
        yield f"blk.{layer}.attn_norm.weight", decoder[f"model.blocks.{layer}.norm1.weight"]
        yield f"blk.{layer}.ffn_norm.weight", decoder[f"model.blocks.{layer}.norm2.weight"]
    yield "output_norm.weight", decoder["model.norm.weight"]
    yield "output.weight", matrices[layers * 7]


def main():
    bundle, out = pathlib.Path(sys.argv[1]), sys.argv[2]
    kind = KINDS[sys.argv[3] if len(sys.argv) > 3 else "f32"]
    sizes = json.loads((bundle / "bundle.json").read_text())["languageModel"]
    layers, dim, hidden, kv_heads = (sizes[k] for k in ("layers", "headDim", "hidden", "kvHeads"))
    heads = hidden // dim
    writer = gguf.GGUFWriter(out, "llama")
    writer.add_context_length(4096)
    writer.add_embedding_length(hidden)
    writer.add_block_count(layers)
    writer.add_head_count(heads)
    writer.add_head_count_kv(kv_heads)
    writer.add_rope_dimension_count(dim)
    writer.add_layer_norm_rms_eps(1e-6)
    writer.add_rope_freq_base(10000.0)
    tokenizer = json.loads((bundle / "tokenizer.json").read_text())
    words = sorted(tokenizer["model"]["vocab"].items(), key=lambda item: item[1])
    special = {token["content"] for token in tokenizer["added_tokens"]}
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("gpt-2")
    writer.add_token_list([word for word, _ in words])
    writer.add_token_types([gguf.TokenType.CONTROL if word in special else gguf.TokenType.NORMAL for word, _ in words])
    writer.add_token_merges([m if isinstance(m, str) else " ".join(m) for m in tokenizer["model"]["merges"]])
    writer.add_eos_token_id(dict(words)[sizes["eosToken"]])
    for name, weight in tensors(bundle, layers, heads, kv_heads):
        if name == "blk.0.ffn_gate.weight":
            writer.add_feed_forward_length(weight.shape[0])
        weight = np.ascontiguousarray(weight)
        if weight.ndim == 1 or kind == gguf.GGMLQuantizationType.F32:
            writer.add_tensor(name, weight)
        else:
            writer.add_tensor(name, gguf.quantize(weight, kind), raw_dtype=kind)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


if __name__ == "__main__":
    main()
