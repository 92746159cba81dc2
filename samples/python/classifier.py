"""The equations of a classifier on the constants of model.onnx, in NumPy and float64, without running the graph."""
import numpy as np
import onnx
from onnx import checker, numpy_helper


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


def probabilities(logits):
    """Of all labels, in their order: one logit is that of the last of two."""
    if len(logits) == 1:
        return np.array([sigmoid(-logits[0]), sigmoid(logits[0])])
    exponentials = np.exp(logits - np.max(logits))
    return exponentials / exponentials.sum()


class Classifier:
    def __init__(self, path, config):
        model = onnx.load(str(path))
        checker.check_model(model)
        self.config = config
        self.constants = {tensor.name: numpy_helper.to_array(tensor).astype(np.float64) for tensor in model.graph.initializer}
        self.layers = [node for node in model.graph.node if node.op_type in STEPS]
        self.has_roots = any(node.name == "wide.norm.squares" for node in model.graph.node)

    def logits(self, ids, n_grams):
        if self.config.get("maskPadding"):
            ids = ids[:max(1, np.count_nonzero(ids))]  # an empty text is one step of padding
        x = self.rows("embedding.weight", "embedding", ids)
        for node in self.layers:
            x, final = self.run(node, x)
        logits = self.constants["fc.weight"] @ self.pool(x, final) + self.constants["fc.bias"]
        if n_grams is None:
            return logits
        weight, norm = self.rows("wide.weight", "wide.weight", n_grams), self.rows("wide.norm", "wide.norm", n_grams)
        squared = np.sum(norm * norm if self.has_roots else norm)
        wide = weight.sum(axis=0) / np.sqrt(squared if squared > 0 else 1) + self.constants["wide.bias"]
        return self.constants["fusion.recurrent"] * logits + self.constants["fusion.wide"] * wide + self.constants["fusion.bias"]

    def rows(self, table, prefix, ids):
        """Rows of a table, which int8 stores with a scale for some rows."""
        ids = np.asarray(ids, dtype=np.int64)
        rows = self.constants[table][ids]
        if f"{prefix}.scale" in self.constants:
            rows = rows * self.constants[f"{prefix}.scale"][ids // int(self.constants.get(f"{prefix}.rows_per_scale", 1))]
        return rows

    def pool(self, x, final):
        pooling = self.config.get("pooling", "last")
        if pooling == "attention":
            scores = np.exp(x @ self.constants["attention.weight"][:, 0])
            return (scores / scores.sum()) @ x
        pooled = {"last": [final], "mean": [x.mean(axis=0)], "max": [x.max(axis=0)], "meanMax": [x.mean(axis=0), x.max(axis=0)]}
        return np.concatenate(pooled[pooling])

    def matrix(self, name):
        if name in self.constants:
            return self.constants[name]
        return self.constants[f"{name}.int8"] * self.constants[f"{name}.scale"]  # the nodes that turn it back into float32

    def run(self, node, x):
        """The outputs of a layer [T, D·H], and its final state [D·H]."""
        attributes = {attribute.name: onnx.helper.get_attribute_value(attribute) for attribute in node.attribute}
        hidden, directions = attributes["hidden_size"], 2 if attributes["direction"] == b"bidirectional" else 1
        w, r, b = (self.matrix(name) for name in node.input[1:4])
        outputs, final = [], []
        for direction in range(directions):
            wb, rb = np.split(b[direction], 2)
            h, c, states = np.zeros(hidden), np.zeros(hidden), []
            for row in x[::-1] if direction else x:
                h, c = STEPS[node.op_type](row, h, c, w[direction], r[direction], wb, rb)
                states.append(h)
            outputs.append(np.stack(states[::-1] if direction else states))
            final.append(h)
        return np.concatenate(outputs, axis=1), np.concatenate(final)
