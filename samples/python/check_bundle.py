#!/usr/bin/env python3
"""Reads a bundle as docs/bundle-format.md describes it, without any code of RnnToolkit, and repeats its golden texts.

usage: check_bundle.py BUNDLE [MORE.jsonl, lines like those of golden.jsonl]

The texts become ids and n-gram ids by the steps that docs/preprocessing.md and docs/checkpoint-format.md write down (preprocessing.py), and the
ids probabilities by the equations of ONNX's operators RNN, LSTM and GRU, in NumPy and float64, on the weights that the ONNX project's own
library reads from model.onnx (classifier.py). Needs onnx and numpy (Debian: python3-onnx). Exit 0: everything agrees; 1: something does
not, and one line says what.
"""
import hashlib
import json
import pathlib
import sys

import numpy as np
from onnx import checker

from classifier import Classifier, probabilities
from preprocessing import encoder

# How far a probability may be from the trainer's: "Precisions" in docs/bundle-format.md.
TOLERANCE = {"fp32": 1e-5, "fp16": 1e-2, "int8": 1e-1, "int8-all": 1e-1}


def require(condition, what, found, expected):
    if not condition:
        raise ValueError(f"{what}: found {found}, expected {expected}")


def read_manifest(bundle):
    path = bundle / "bundle.json"
    content = path.read_bytes()
    manifest = json.loads(content)
    require(manifest["formatVersion"] in (1, 2), f"{path}: formatVersion", manifest["formatVersion"], "1 or 2")

    seal = manifest["manifestSha256"]
    before, after = content.rsplit(seal.encode(), 1)
    found = hashlib.sha256(before + b"0" * 64 + after).hexdigest()
    require(found == seal, f"{path}: manifestSha256", seal, found)
    for name, expected in manifest["files"].items():
        content = (bundle / name).read_bytes()
        require(len(content) == expected["bytes"], bundle / name, f"{len(content)} bytes", expected["bytes"])
        found = hashlib.sha256(content).hexdigest()
        require(found == expected["sha256"], f"{bundle / name}: SHA-256", found, expected["sha256"])
    return manifest


def check(path, encoder, classifier, tolerance):
    largest, count = 0.0, 0
    with path.open(encoding="utf-8") as lines:
        for count, line in enumerate(lines, start=1):
            golden = json.loads(line)
            ids, n_grams = encoder.encode(golden["text"])
            require(ids == golden["ids"], f"{path}, line {count}: ids by the documented steps", ids, golden["ids"])
            expected_n_grams = golden.get("nGrams")
            require(n_grams == expected_n_grams, f"{path}, line {count}: n-gram ids by the documented steps", n_grams, expected_n_grams)
            found = probabilities(classifier.logits(ids, n_grams))
            expected = probabilities(np.array(golden["logits"] if "logits" in golden else [golden["logit"]]))
            difference = float(np.max(np.abs(found - expected)))
            require(difference <= tolerance, f"{path}, line {count}: probabilities", found, f"{expected} within {tolerance}")
            largest = max(largest, difference)
    require(count > 0, path, "no line", "at least one")
    print(f"{count} texts of {path}: all ids equal, largest difference {largest:.1e}")


def main(arguments):
    if not 1 <= len(arguments) <= 2:
        print(__doc__.split("\n\n")[1], file=sys.stderr)
        return 1
    bundle, *more = map(pathlib.Path, arguments)
    try:
        manifest = read_manifest(bundle)
        print(f"{manifest['name']}: {len(manifest['files'])} files as bundle.json says, labels {', '.join(manifest['labels'])}")
        classifier = Classifier(bundle / manifest["graph"]["file"], manifest["model"])
        for path in [bundle / "golden.jsonl", *more]:
            check(path, encoder(bundle, manifest), classifier, TOLERANCE[manifest["graph"]["precision"]])
    except (OSError, KeyError, ValueError, checker.ValidationError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
