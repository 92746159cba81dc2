#!/usr/bin/env python3
"""Processor seconds of a training run by two builds of the trainer, in turn: what does all that is on by default cost?

    git worktree add ../before <commit> && (cd ../before && dotnet build src/Trainer -c Release)
    dotnet build src/Trainer -c Release
    python3 bench/overhead.py ../before/artifacts/bin/Trainer/release/trainer.dll \\
        artifacts/bin/Trainer/release/trainer.dll aclImdb_v1.tar.gz gru1 5

Trains one epoch in each build and round, with the live bar on a pseudo-terminal. Reading, testing and writing count too, so the difference is that
of a whole run; it is given as a share of the run and of its epoch. The builds swap places in every round. Standard library of Python, Linux.
"""
import os
import pty
import statistics
import subprocess
import sys
import tempfile
import threading


def drain(descriptor):
    """Reads what a program draws, as a terminal does."""
    try:
        while os.read(descriptor, 1 << 16):
            pass
    except OSError:
        pass  # the program has ended


def train(trainer, corpus, model, output):
    """Returns the processor seconds of a run and the seconds of its epoch."""
    terminal, program_side = pty.openpty()
    reader = threading.Thread(target=drain, args=(terminal,))
    reader.start()
    with tempfile.TemporaryFile() as table:
        process = subprocess.Popen(
            ["dotnet", trainer, "run", "--data", corpus, "--models", model, "--preset", "paper", "--epochs", "1", "--output", output],
            stdout=table, stderr=program_side, env={**os.environ, "TERM": "xterm", "LC_ALL": "C.UTF-8"})
        os.close(program_side)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        reader.join()
        os.close(terminal)
        if process.returncode != 0:
            sys.exit(f"error: {trainer}: found exit code {process.returncode}, expected 0")
        table.seek(0)
        header, _, row = [[cell.strip() for cell in line.decode().split("|")] for line in table.read().splitlines()][:3]
        return usage.ru_utime + usage.ru_stime, float(row[header.index("s/epoch")])


def main():
    if len(sys.argv) not in (4, 5, 6):
        sys.exit(__doc__)
    builds, corpus = sys.argv[1:3], sys.argv[3]
    model = sys.argv[4] if len(sys.argv) > 4 else "gru1"
    rounds = int(sys.argv[5]) if len(sys.argv) > 5 else 5
    cpu, epochs = ([], []), ([], [])
    with tempfile.TemporaryDirectory() as folder:
        for round_ in range(rounds):
            for build in ((0, 1), (1, 0))[round_ % 2]:
                seconds, epoch = train(builds[build], corpus, model, f"{folder}/{round_}-{build}")
                cpu[build].append(seconds)
                epochs[build].append(epoch)
                print(f"round {round_ + 1} {('before', 'after ')[build]}: {seconds:.2f} processor seconds, {epoch:.1f} s/epoch", flush=True)
    before, after = (statistics.median(seconds) for seconds in cpu)
    epoch = statistics.median(epochs[0])
    differences = sorted(b - a for a, b in zip(*cpu))
    print()
    print("| model | before | after | difference | its range | of the run | of an epoch |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: |")
    print(f"| {model} | {before:.2f} s | {after:.2f} s | {after - before:+.2f} s | {differences[0]:+.2f} to {differences[-1]:+.2f} s "
          f"| {100 * (after - before) / before:+.1f}% | {100 * (after - before) / epoch:+.1f}% |")


if __name__ == "__main__":
    main()
