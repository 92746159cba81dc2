#!/usr/bin/env bash
# Kills a small training with kill -9 at random moments and resumes it each time. It must always resume, no epoch that was reported may be
# lost, and every training must end with the bytes of one that was never killed.
#   eng/check-kills.sh [kills, default 200] [seed, default 1]
set -euo pipefail
cd "$(dirname "$0")/.."
kills=${1:-200}
RANDOM=${2:-1}
trainer="$PWD/artifacts/bin/Trainer/release/trainer.dll"
[ -f "$trainer" ] || { echo "build first: dotnet build src/Trainer -c Release" >&2; exit 1; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# A checkpoint after every few steps, within epochs of a fraction of a second.
train() { # directory, further options
  exec dotnet "$trainer" run --models lstm2 --epochs 8 --output "$@" \
    --set model.embeddingSize=40 --set training.checkpointMinutes=0.001 --set training.carryHiddenState=true
}
fail() { echo "FAILED: $*" >&2; tail -20 "$work"/log* >&2; exit 1; }
compare() { diff -r "$work/whole" "$1" > "$work/diff" || fail "$1 differs from the training that was not killed: $(head -3 "$work/diff")"; }

echo "training once without a kill"
(train "$work/whole") > /dev/null 2> "$work/log" || fail "the training ends with $?"

killed=0 finished=0 within=0 reported=0
while [ "$killed" -lt "$kills" ]; do
  (train "$work/run" --resume) > /dev/null 2> "$work/log" &
  pid=$!
  for _ in $(seq 600); do # reading the data takes most of a second, and more on a busy machine
    if grep -q '^Training ' "$work/log" || ! kill -0 "$pid" 2> /dev/null; then break; fi
    sleep 0.1
  done
  sleep "$((RANDOM % 2)).$((RANDOM % 900 + 100))"
  kill -9 "$pid" 2> /dev/null || true
  code=0
  wait "$pid" 2> /dev/null || code=$?

  # The line "lstm2 resumes after 3 epochs and 12 of 65 steps" says what was found.
  if resumed=$(grep -o 'resumes after .* steps' "$work/log"); then
    read -r _ _ epochs _ _ step _ <<< "$resumed"
    [ "$epochs" -ge "$reported" ] || fail "$reported epochs were reported, but training resumed after $epochs"
    if [ "$step" -gt 0 ]; then within=$((within + 1)); fi
  fi
  if last=$(grep -o 'epoch [0-9]*/8: loss' "$work/log"); then reported=$(tail -1 <<< "$last" | sed 's|epoch \(.*\)/8: loss|\1|'); fi
  case $code in
    137) killed=$((killed + 1)) ;;
    0) compare "$work/run"; rm -rf "$work/run"; finished=$((finished + 1)) reported=0 ;;
    *) fail "the training ends with $code instead of resuming" ;;
  esac
done

(train "$work/run" --resume) > /dev/null 2> "$work/log" || fail "the training ends with $? instead of resuming"
compare "$work/run"
echo "$killed kills: always resumed, $within times within an epoch; no reported epoch lost; $((finished + 1)) trainings ended with the same bytes"
