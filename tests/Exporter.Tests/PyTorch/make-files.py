#!/usr/bin/env python3
"""Makes the PyTorch files of these tests and the logits they must give. Run it in this directory; needs PyTorch (made with 1.13)."""
import collections
import json

import torch
from torch import nn

ROWS, WIDTH, HIDDEN = 13, 7, 5


class Classifier(nn.Module):
    """A classifier as people write them: names of their own, the head on the final state of each direction."""

    def __init__(self, cell, layers=1, bidirectional=False, bias=True, outputs=1):
        super().__init__()
        self.emb = nn.Embedding(ROWS, WIDTH)
        self.encoder = cell(WIDTH, HIDDEN, layers, batch_first=True, bidirectional=bidirectional, bias=bias)
        self.classifier = nn.Linear(HIDDEN * (2 if bidirectional else 1), outputs, bias=bias)

    def forward(self, ids):
        _, final = self.encoder(self.emb(ids))
        final = final[0] if isinstance(final, tuple) else final  # h_n [layers*D, B, H]
        output = self.classifier(torch.cat(list(final[-2 if self.encoder.bidirectional else -1:]), 1))
        return output[:, 0] if output.shape[1] == 1 else output[:, 1] - output[:, 0]


torch.manual_seed(11)
ids = torch.randint(0, ROWS, (4, 9))
logits = {}


def save(name, model, content=None, **options):
    model.eval()
    with torch.no_grad():
        logits[name] = model.float()(ids).tolist()
    torch.save(model.state_dict() if content is None else content(model), f"Files/{name}.pt", **options)


def transposed(model):
    # The same values in another order in memory, and two of them in one storage.
    state = collections.OrderedDict((name, value.t().contiguous().t() if value.dim() == 2 else value) for name, value in model.state_dict().items())
    both = torch.stack([state["encoder.bias_ih_l0"], state["encoder.bias_hh_l0"]])
    state["encoder.bias_ih_l0"], state["encoder.bias_hh_l0"] = both[0], both[1]
    return state


def checkpoint(model):
    optimizer = torch.optim.Adam(model.parameters())
    model(ids).sum().backward()
    optimizer.step()
    optimizer.zero_grad()
    with torch.no_grad():
        logits["checkpoint"] = model(ids).tolist()
    return {"epoch": 3, "lr": 1e-3, "best": None, "model_state": model.state_dict(), "optimizer": optimizer.state_dict(), "names": ["neg", "pos"]}


def rounded(dtype):
    def content(model):
        state = {name: value.to(dtype) for name, value in model.state_dict().items()}
        model.load_state_dict({name: value.float() for name, value in state.items()})
        with torch.no_grad():
            logits[str(dtype).removeprefix("torch.")] = model(ids).tolist()
        return state

    return content


save("lstm2-bidirectional", Classifier(nn.LSTM, layers=2, bidirectional=True))
save("gru1-no-bias", Classifier(nn.GRU, bias=False))
save("rnn3", Classifier(nn.RNN, layers=3))
save("gru2-two-outputs", Classifier(nn.GRU, layers=2, outputs=2))
save("checkpoint", Classifier(nn.LSTM), checkpoint)
save("parameters", Classifier(nn.GRU), lambda model: dict(model.named_parameters()))
save("data-parallel", Classifier(nn.LSTM), lambda model: nn.DataParallel(model).state_dict())
save("transposed", Classifier(nn.GRU), transposed)
save("protocol-4", Classifier(nn.GRU), pickle_protocol=4)
for dtype in (torch.float16, torch.bfloat16, torch.float64):
    save(str(dtype).removeprefix("torch."), Classifier(nn.LSTM), rounded(dtype))

# What must be refused, made by PyTorch itself.
torch.save(Classifier(nn.LSTM), "Files/whole-model.pt")
torch.save(Classifier(nn.LSTM).state_dict(), "Files/legacy.pt", _use_new_zipfile_serialization=False)

with open("Files/logits.json", "w", encoding="utf-8", newline="\n") as file:
    json.dump({"ids": ids.tolist(), "logits": logits}, file, indent=1)
    file.write("\n")
