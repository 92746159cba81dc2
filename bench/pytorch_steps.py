"""Processor time of a training step in PyTorch, for each of the six models, as bench/Training.Bench measures it:

    OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 python3 bench/pytorch_steps.py [vocabulary] [steps]

Needs PyTorch (Debian: python3-torch). The recipe is the paper's: dense Adam over every parameter, gradient norm clipped at 5.
"""

import random
import sys
import time

import torch
from torch import nn

BATCH_SIZE, LENGTH, WARM_UP = 50, 100, 20


class Classifier(nn.Module):
    def __init__(self, cell, layers, vocabulary):
        super().__init__()
        self.embedding = nn.Embedding(vocabulary + 1, 100)
        self.rnn = cell(100, 50, layers, batch_first=True)
        self.dropout = nn.Dropout(0.5)
        self.fc = nn.Linear(50, 1)

    def forward(self, ids):
        output, _ = self.rnn(self.embedding(ids))
        return self.fc(self.dropout(output[:, -1])).squeeze(1)


def measure(cell, layers, vocabulary, steps):
    torch.manual_seed(1)
    model = Classifier(cell, layers, vocabulary)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.001)
    generator = random.Random(1)
    start = 0.0
    for i in range(WARM_UP + steps):
        if i == WARM_UP:
            start = time.process_time()
        ids = [[int((vocabulary + 1) ** generator.random()) - 1 for _ in range(LENGTH)] for _ in range(BATCH_SIZE)]
        labels = [float(generator.random() < 0.5) for _ in range(BATCH_SIZE)]
        optimizer.zero_grad()
        loss = nn.functional.binary_cross_entropy_with_logits(model(torch.tensor(ids)), torch.tensor(labels))
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 5)
        optimizer.step()
    return 1000 * (time.process_time() - start) / steps


def main():
    vocabulary = int(sys.argv[1]) if len(sys.argv) > 1 else 124_250
    steps = int(sys.argv[2]) if len(sys.argv) > 2 else 100
    torch.set_num_threads(1)
    print(f"PyTorch {torch.__version__}, {vocabulary} tokens, {steps} steps; processor milliseconds a step\n")
    print("| model | PyTorch, dense Adam |\n| --- | ---: |")
    for name, cell in (("rnn", nn.RNN), ("lstm", nn.LSTM), ("gru", nn.GRU)):
        for layers in (1, 2):
            print(f"| {name}{layers} | {measure(cell, layers, vocabulary, steps):.1f} |", flush=True)


if __name__ == "__main__":
    main()
