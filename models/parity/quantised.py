"""python -m models.parity.quantised [--bundle DIR] [--out DIR]: the test bundle's decoder with weights in bytes, and in
blocks of four bits.

`decoder_int8` rounds activations by one scale for the whole batch (dynamic quantisation), so that what a row says depends
on the rows beside it; `decoder_int4` (MatMulNBits) does not. A server must give each row what it would say alone.
"""

import argparse
import pathlib
import shutil

import onnx
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.matmul_nbits_quantizer import MatMulNBitsQuantizer


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bundle", type=pathlib.Path, default=pathlib.Path("models/testbundle"))
    parser.add_argument("--out", type=pathlib.Path, default=pathlib.Path("models/parity/fixtures/quantised"))
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    decoder = arguments.bundle / "decoder_model_merged.onnx"
    quantize_dynamic(decoder, arguments.out / "decoder_int8.onnx", weight_type=QuantType.QInt8)
    blocks = MatMulNBitsQuantizer(onnx.load(decoder), bits=4, block_size=32, is_symmetric=True)
    blocks.process()
    blocks.model.save_model_to_file(str(arguments.out / "decoder_int4.onnx"), False)
    shutil.copy(arguments.bundle / "embed_tokens.onnx", arguments.out)


if __name__ == "__main__":
    main()
