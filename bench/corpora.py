#!/usr/bin/env python3
"""Accuracy and CPU time of the general preset beside TF-IDF with logistic regression and fastText.

usage: bench/corpora.py FOLDER [--corpora a,b] [--seeds 1,2,3] [--only tfidf,fasttext,trainer] [--trainer "COMMAND"] [--option KEY=VALUE ...]

FOLDER has a folder for each corpus, with train.csv[.gz] and test.csv[.gz] of the columns text and label. Needs scikit-learn and fastText
(Debian: python3-sklearn, fasttext) and a built trainer. Everything runs on one core. Prints a table in Markdown; the interval is that of 95 % of
the accuracy on so many test texts.
"""
import argparse
import csv
import gzip
import math
import os
import re
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

THREADS = {name: "1" for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "DOTNET_PROCESSOR_COUNT")}
CHARACTERS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]")


def read(folder, name):
    path = next(path for path in (folder / f"{name}.csv.gz", folder / f"{name}.csv") if path.exists())
    with (gzip.open if path.suffix == ".gz" else open)(path, "rt", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [row["text"] for row in rows], [row["label"] for row in rows]


def tfidf(folder):
    """Sublinear TF-IDF of words and pairs of words (characters and sequences of up to three, where a language has no spaces), C = 10."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

    (texts, labels), (test, expected) = read(folder, "train"), read(folder, "test")
    without_spaces = sum(bool(CHARACTERS.search(text)) for text in texts) > len(texts) / 2
    grams = {"analyzer": "char", "ngram_range": (1, 3)} if without_spaces else {"ngram_range": (1, 2)}
    vectors = TfidfVectorizer(sublinear_tf=True, **grams)
    model = LogisticRegression(C=10, max_iter=1000).fit(vectors.fit_transform(texts), labels)
    return model.score(vectors.transform(test), expected)


def fasttext(folder):
    """15 epochs, step 0.5, pairs of words, 200,000 buckets, 50 wide."""
    (texts, labels), (test, expected) = read(folder, "train"), read(folder, "test")

    def line(text):  # as fastText's own examples: lower case, punctuation set apart; and characters, where a language has no spaces
        return " ".join(re.sub(r"([.!?,'/()\"])", r" \1 ", CHARACTERS.sub(r" \g<0> ", text.lower())).split())

    def mark(label):
        return "__label__" + label.replace(" ", "_")

    with tempfile.TemporaryDirectory() as directory:
        model = os.path.join(directory, "model")
        with open(model + ".txt", "w", encoding="utf-8") as file:
            file.writelines(f"{mark(label)} {line(text)}\n" for text, label in zip(texts, labels))
        subprocess.run(
            ["fasttext", "supervised", "-input", model + ".txt", "-output", model, "-epoch", "15", "-lr", "0.5", "-wordNgrams", "2",
             "-bucket", "200000", "-dim", "50", "-thread", "1"], check=True, capture_output=True)
        lines = "".join(line(text) + "\n" for text in test)
        found = subprocess.run(["fasttext", "predict", model + ".bin", "-"], input=lines, check=True, capture_output=True, text=True)
    guesses = found.stdout.split("\n")
    return sum(guess == mark(label) for guess, label in zip(guesses, expected)) / len(expected)


def trainer(folder, command, seed, options):
    """The trainer's general preset; accuracy from the table on its standard output."""
    files = [str(next(path for path in (folder / f"{name}.csv.gz", folder / f"{name}.csv") if path.exists())) for name in ("train", "test")]
    with tempfile.TemporaryDirectory() as directory:
        found = subprocess.run(
            [*command, "run", "--data", files[0], "--test", files[1], "--preset", "general", "--models", "gru1", "--seed", str(seed),
             *(part for option in options for part in ("--set", option)), "--output", os.path.join(directory, "run")],
            capture_output=True, text=True, env={**os.environ, **THREADS})
    if found.returncode != 0:
        sys.exit(f"{folder.name}, seed {seed}: {found.stderr}")
    names, *rows = [[cell.strip() for cell in line.split("|")] for line in found.stdout.splitlines() if line.startswith("|")]
    row = next(row for row in rows if row[1] == "gru1")
    return float(row[names.index("test accuracy")].rstrip("%")) / 100


def measured(work):
    """The result of some work and the CPU seconds that this process and its children took for it."""
    def now():
        return sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    start = now()
    return work(), now() - start


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--corpora")
    parser.add_argument("--seeds", default="1,2,3")
    parser.add_argument("--only", default="tfidf,fasttext,trainer")
    parser.add_argument("--trainer", default=str(Path(__file__).parent.parent / "bin" / "trainer"))
    parser.add_argument("--option", action="append", default=[])
    arguments = parser.parse_args()
    os.environ.update(THREADS)
    csv.field_size_limit(10**9)
    seeds, only = [int(seed) for seed in arguments.seeds.split(",")], arguments.only.split(",")
    names = arguments.corpora.split(",") if arguments.corpora else sorted(path.name for path in arguments.folder.iterdir() if path.is_dir())

    print("| corpus | test texts | TF-IDF + logistic regression | CPU s | fastText | CPU s | ours, mean of seeds (each) | +- | CPU s a seed |")
    print("| --- | --: | --: | --: | --: | --: | --: | --: | --: |")
    for name in names:
        folder = arguments.folder / name
        count = len(read(folder, "test")[0])
        cells = [name, f"{count:,}"]
        for key, work in (("tfidf", tfidf), ("fasttext", fasttext)):
            if key in only:
                accuracy, seconds = measured(lambda: work(folder))
                cells += [f"{100 * accuracy:.1f}", f"{seconds:.0f}"]
            else:
                cells += ["", ""]
        if "trainer" in only:
            runs = [measured(lambda: trainer(folder, arguments.trainer.split(), seed, arguments.option)) for seed in seeds]
            mean = statistics.mean(accuracy for accuracy, _ in runs)
            each = ", ".join(f"{100 * accuracy:.1f}" for accuracy, _ in runs)
            cells += [f"{100 * mean:.1f} ({each})", f"{196 * math.sqrt(mean * (1 - mean) / count):.1f}", f"{statistics.mean(s for _, s in runs):.0f}"]
        else:
            cells += ["", "", ""]
        print("| " + " | ".join(cells) + " |", flush=True)


if __name__ == "__main__":
    main()
