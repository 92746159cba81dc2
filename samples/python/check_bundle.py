#!/usr/bin/env python3
"""Reads a bundle as docs/bundle-format.md describes it, without any code of RnnToolkit, and repeats its golden texts.

usage: check_bundle.py BUNDLE [MORE.jsonl, lines like those of golden.jsonl]

The texts become ids by the steps that docs/checkpoint-format.md writes down in Python, and the ids a probability by the equations of ONNX's
operators RNN, LSTM and GRU, in NumPy and float64, on the weights that the ONNX project's own library reads from model.onnx.
Needs onnx and numpy (Debian: python3-onnx). Exit 0: everything agrees; 1: something does not, and one line says what.
"""
import hashlib
import json
import math
import pathlib
import re
import sys

import numpy as np
import onnx
from onnx import checker, numpy_helper

WORD_LISTS = pathlib.Path(__file__).resolve().parents[2] / "src" / "Preprocess" / "WordLists"

# How far a probability may be from the trainer's: "Precisions" in docs/bundle-format.md.
TOLERANCE = {"fp32": 1e-5, "fp16": 1e-2, "int8": 1e-1, "int8-all": 1e-1}


def require(condition, what, found, expected):
    if not condition:
        raise ValueError(f"{what}: found {found}, expected {expected}")


def read_manifest(bundle):
    path = bundle / "bundle.json"
    content = path.read_bytes()
    manifest = json.loads(content)
    require(manifest["formatVersion"] == 1, f"{path}: formatVersion", manifest["formatVersion"], 1)

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


class Encoder:
    """Text to ids, step by step as the documentation says it."""

    def __init__(self, bundle, manifest):
        tokens = (bundle / manifest["vocabulary"]["file"]).read_text(encoding="utf-8").split("\n")[:-1]
        self.ids = {token: number for number, token in enumerate(tokens, start=1)}
        self.config = manifest["preprocessing"]
        self.stop_words = set(WORD_LISTS.joinpath("stop-words-english.txt").read_text(encoding="utf-8").split())
        self.table = dict(
            line.split("\t") for line in WORD_LISTS.joinpath("abbreviations-english.tsv").read_text(encoding="utf-8").splitlines() if line)
        self.steps = {
            "lowercase": str.lower,
            "expandAbbreviations": lambda text: " ".join(self.table.get(word, word) for word in text.split()),
            "removeHtmlTags": lambda text: re.sub("<.*?>", "", text),
            "keepAsciiAlphanumeric": lambda text: re.sub(r"[^a-zA-Z0-9\s]", "", text),
            "strip": str.strip,
            "removeStopWords": lambda text: " ".join(word for word in text.split() if word not in self.stop_words),
            "splitOnWhiteSpace": str.split,
        }

    def encode(self, text):
        for step in self.config["steps"]:
            text = self.steps[step](text)
        length = self.config["sequenceLength"]
        ids = [self.ids.get(token, 0) for token in text[:length]]
        padding = [0] * (length - len(ids))
        return padding + ids if self.config["padding"] == "left" else ids + padding


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def step_rnn(x, h, _, w, r, wb, rb):
    return np.tanh(w @ x + wb + r @ h + rb), None


def step_lstm(x, h, c, w, r, wb, rb):
    i, o, f, g = np.split(w @ x + wb + r @ h + rb, 4)  # ONNX's order of the gates
    c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
    return sigmoid(o) * np.tanh(c), c


def step_gru(x, h, _, w, r, wb, rb):
    xz, xr, xn = np.split(w @ x + wb, 3)
    hz, hr, hn = np.split(r @ h + rb, 3)
    z = sigmoid(xz + hz)
    n = np.tanh(xn + sigmoid(xr + hr) * hn)  # linear_before_reset: the gate comes after the matrix product
    return (1 - z) * n + z * h, None


STEPS = {"RNN": step_rnn, "LSTM": step_lstm, "GRU": step_gru}


class Classifier:
    """The equations of the recurrent operators on the constants of model.onnx."""

    def __init__(self, path):
        model = onnx.load(str(path))
        checker.check_model(model)
        self.constants = {tensor.name: numpy_helper.to_array(tensor).astype(np.float64) for tensor in model.graph.initializer}
        self.layers = [node for node in model.graph.node if node.op_type in STEPS]

    def probability(self, ids):
        x = self.constants["embedding.weight"][ids]
        if "embedding.scale" in self.constants:
            x = x * self.constants["embedding.scale"][ids]
        for node in self.layers:
            x = self.run(node, x)
        logit = self.constants["fc.weight"] @ x[-1] + self.constants["fc.bias"]
        return float(sigmoid(logit[0]))

    def matrix(self, name):
        if name in self.constants:
            return self.constants[name]
        return self.constants[f"{name}.int8"] * self.constants[f"{name}.scale"]  # the nodes that turn it back into float32

    def run(self, node, x):
        attributes = {attribute.name: onnx.helper.get_attribute_value(attribute) for attribute in node.attribute}
        hidden, directions = attributes["hidden_size"], 2 if attributes["direction"] == b"bidirectional" else 1
        w, r, b = (self.matrix(name) for name in node.input[1:4])
        outputs = []
        for direction in range(directions):
            wb, rb = np.split(b[direction], 2)
            h, c, states = np.zeros(hidden), np.zeros(hidden), []
            for row in x[::-1] if direction else x:
                h, c = STEPS[node.op_type](row, h, c, w[direction], r[direction], wb, rb)
                states.append(h)
            outputs.append(np.stack(states[::-1] if direction else states))
        return np.concatenate(outputs, axis=1)


def check(path, encoder, classifier, tolerance):
    largest, count = 0.0, 0
    with path.open(encoding="utf-8") as lines:
        for count, line in enumerate(lines, start=1):
            golden = json.loads(line)
            ids = encoder.encode(golden["text"])
            require(ids == golden["ids"], f"{path}, line {count}: ids by the documented steps", ids, golden["ids"])
            found, expected = classifier.probability(ids), 1 / (1 + math.exp(-golden["logit"]))
            difference = abs(found - expected)
            require(difference <= tolerance, f"{path}, line {count}: probability", found, f"{expected} within {tolerance}")
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
        print(f"{manifest['name']}: {len(manifest['files'])} files as bundle.json says")
        encoder, classifier = Encoder(bundle, manifest), Classifier(bundle / manifest["graph"]["file"])
        for path in [bundle / "golden.jsonl", *more]:
            check(path, encoder, classifier, TOLERANCE[manifest["graph"]["precision"]])
    except (OSError, KeyError, ValueError, checker.ValidationError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
