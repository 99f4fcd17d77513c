"""Files of one tensor between Java and PyTorch: python -m models.parity.prompt_embeds DIR [--save].

The LLM service sends a prompt's embeddings to vLLM as what torch.save writes, made in Java. DIR holds what the Java
tests write and compare byte for byte; here PyTorch reads it, as vLLM does, with weights_only. With --save, writes the
file that the Java tests read in turn.
"""

import argparse
import pathlib

import torch

ROWS, COLUMNS = 3, 5
TYPES = {"float32": torch.float32, "bfloat16": torch.bfloat16, "float16": torch.float16}


def values():
    """The tensor of the Java tests, float32 (ROWS, COLUMNS): thirds, so that 16 bits must round."""
    whole = torch.tensor([i * 37 % 101 - 50 for i in range(ROWS * COLUMNS)], dtype=torch.float32)
    return (whole / torch.tensor(3.0)).reshape(ROWS, COLUMNS)


def check(file, dtype):
    """Raises unless PyTorch reads the tensor that was meant, every bit of it."""
    tensor = torch.load(file, weights_only=True, map_location="cpu")
    expected = values().to(dtype)
    assert tensor.dtype == dtype and tensor.shape == expected.shape, (file, tensor.dtype, tensor.shape)
    assert tensor.is_contiguous() and not tensor.requires_grad, file
    assert torch.equal(tensor, expected), (file, tensor, expected)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("directory", type=pathlib.Path)
    parser.add_argument("--save", action="store_true")
    options = parser.parse_args()
    if options.save:
        torch.save(values(), options.directory / "saved_by_torch.pt")
    for name, dtype in TYPES.items():
        check(options.directory / f"written_{name}.pt", dtype)
    check(options.directory / "saved_by_torch.pt", torch.float32)
    print(f"PyTorch {torch.__version__} reads {len(TYPES)} files written in Java")


if __name__ == "__main__":
    main()
