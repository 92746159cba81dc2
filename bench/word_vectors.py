#!/usr/bin/env python3
"""Speed of trainer embed beside fastText's, on the same tokens with one thread, and the neighbours that both find.

usage: bench/word_vectors.py TEXTS.jsonl [--trainer "COMMAND"] [--modes skip-gram,cbow] [--epochs N] [--words great,worst]

TEXTS.jsonl has a property text in each line. Needs fastText (Debian: fasttext) and a built trainer. fastText gets the tokens of trainer data
tokens, so both train on the same words. Both run once with one epoch and once with --epochs more; the difference of their processor times is that of
training alone, without start, reading and writing, and does not depend on what else runs on the machine as much as the wall clock does.
"""
import argparse
import json
import os
import re
import resource
import shlex
import subprocess
import tempfile

OPTIONS = {"size": 100, "window": 5, "negatives": 5, "min_count": 5, "sample": 1e-4, "rate": 0.05}


def seconds(command, **options):
    """Processor time of a command."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, check=True, capture_output=True, text=True, **options)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, done


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts")
    parser.add_argument("--trainer", default="bin/trainer")
    parser.add_argument("--modes", default="skip-gram,cbow")
    parser.add_argument("--char-ngrams", default="", help="such as 3..6, for both")
    parser.add_argument("--epochs", type=int, default=3, help="of the comparison, above the one that both runs have")
    parser.add_argument("--words", default="great,worst,actor", help="whose neighbours are shown")
    options = parser.parse_args()
    trainer = shlex.split(options.trainer)
    environment = {**os.environ, "DOTNET_TieredPGO": os.environ.get("DOTNET_TieredPGO", "1")}
    with tempfile.TemporaryDirectory() as folder:
        tokens = os.path.join(folder, "tokens.txt")
        with open(options.texts, "rb") as texts, open(tokens, "w", encoding="utf-8") as file:
            lines = subprocess.run([*trainer, "data", "tokens", "--preset", "general"], check=True, stdin=texts, stdout=subprocess.PIPE, env=environment).stdout
            file.writelines(" ".join(json.loads(line)["tokens"]) + "\n" for line in lines.decode().splitlines())

        def ours(mode, epochs):
            return [*trainer, "embed", "--data", options.texts, "--output", os.path.join(folder, "trainer.vec"), "--mode", mode, "--epochs", str(epochs),
                    "--size", str(OPTIONS["size"]), "--window", str(OPTIONS["window"]), "--negatives", str(OPTIONS["negatives"]),
                    "--min-count", str(OPTIONS["min_count"]), "--sample", str(OPTIONS["sample"]), "--learning-rate", str(OPTIONS["rate"]),
                    *(["--char-ngrams", options.char_ngrams] if options.char_ngrams else [])]

        def theirs(mode, epochs):
            shortest, longest = options.char_ngrams.split("..") if options.char_ngrams else ("0", "0")
            return ["fasttext", mode.replace("-", ""), "-input", tokens, "-output", os.path.join(folder, "fasttext"), "-epoch", str(epochs),
                    "-dim", str(OPTIONS["size"]), "-ws", str(OPTIONS["window"]), "-neg", str(OPTIONS["negatives"]), "-loss", "ns",
                    "-minCount", str(OPTIONS["min_count"]), "-t", str(OPTIONS["sample"]), "-lr", str(OPTIONS["rate"]),
                    "-minn", shortest, "-maxn", longest, "-thread", "1", "-verbose", "0"]

        print("| mode | fastText, tokens/s | trainer embed, tokens/s | ratio | fastText, whole run, s | trainer embed, whole run, s |")
        print("| --- | ---: | ---: | ---: | ---: | ---: |")
        for mode in options.modes.split(","):
            (short, done), (long, _) = (seconds(ours(mode, epochs), env=environment) for epochs in (1, 1 + options.epochs))
            (other_short, _), (other_long, _) = (seconds(theirs(mode, epochs)) for epochs in (1, 1 + options.epochs))
            count = options.epochs * int(re.search(r"([\d,]+) tokens of", done.stderr).group(1).replace(",", ""))
            rate, other = count / (long - short), count / (other_long - other_short)
            print(f"| {mode} | {other:,.0f} | {rate:,.0f} | {rate / other:.2f} | {other_long:.1f} | {long:.1f} |", flush=True)
            for name in ("trainer", "fasttext"):
                _, shown = seconds([*trainer, "embed", "neighbours", os.path.join(folder, f"{name}.vec"), *options.words.split(","), "--count", "5"], env=environment)
                neighbours = {}
                for line in shown.stdout.splitlines()[2:]:
                    word, neighbour, _ = (cell.strip() for cell in line.strip("|").split(" | "))
                    neighbours.setdefault(word, []).append(neighbour)
                for word, found in neighbours.items():
                    print(f"<!-- {mode}, {name}: {word}: {', '.join(found)} -->")


if __name__ == "__main__":
    main()
