#!/usr/bin/env python3
"""A second opinion on exported graphs: the ONNX project's own checker and shape inference.

usage: eng/check-onnx.py [FILE.onnx | DIRECTORY]...     (default: models)

Needs the Python package onnx, on Debian python3-onnx. Exit 0: every graph is accepted; 1: a graph is rejected, or none was found.
"""
import pathlib
import sys

import onnx
from onnx import checker, shape_inference


def graphs(arguments):
    for argument in map(pathlib.Path, arguments):
        yield from sorted(argument.rglob("*.onnx")) if argument.is_dir() else [argument]


def check(path):
    model = onnx.load(str(path))
    checker.check_model(model, full_check=True)

    # Full inference must agree with what the graph declares of its outputs, dynamic axes included.
    inferred = shape_inference.infer_shapes(model, check_type=True, strict_mode=True, data_prop=True)
    for declared, found in zip(model.graph.output, inferred.graph.output):
        if declared.type.tensor_type.elem_type != found.type.tensor_type.elem_type:
            raise ValueError(f"{declared.name}: shape inference gives another type")
    known = {value.name for value in inferred.graph.value_info}
    values = {output for node in model.graph.node for output in node.output if output}
    unknown = values - known - {value.name for value in model.graph.output}
    if unknown:
        raise ValueError(f"no type inferred for {', '.join(sorted(unknown))}")

    opsets = ", ".join(f"{entry.domain or 'ai.onnx'} {entry.version}" for entry in model.opset_import)
    return f"IR {model.ir_version}, opset {opsets}, {len(model.graph.node)} nodes"


def main(arguments):
    paths = list(graphs(arguments or ["models"]))
    if not paths:
        print("error: found no .onnx file", file=sys.stderr)
        return 1
    failed = 0
    for path in paths:
        try:
            print(f"{path}: accepted ({check(path)})")
        except Exception as error:  # whatever the checker raises is a refusal
            failed += 1
            print(f"{path}: refused: {error}")
    print(f"onnx {onnx.__version__}: {len(paths) - failed} of {len(paths)} accepted")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
