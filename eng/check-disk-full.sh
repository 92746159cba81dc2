#!/usr/bin/env bash
# A disk that fills up while scores are written: one clear line, exit code 1, nothing half-written, and with --resume a run that resumes
# when there is room. Needs Linux with user namespaces; the disk is a tmpfs of 64 KB that only this script sees.
#   eng/check-disk-full.sh [bundle, default models/demo/gru1]
set -euo pipefail
cd "$(dirname "$0")/.."
bundle=$(realpath "${1:-models/demo/gru1}")
scorer="dotnet $PWD/artifacts/bin/Scorer/release/scorer.dll"
[ -f artifacts/bin/Scorer/release/scorer.dll ] || { echo "build first: dotnet build src/Scorer -c Release" >&2; exit 1; }

if [ "${RNNTOOLKIT_CHECK:-}" != inside ]; then
  RNNTOOLKIT_CHECK=inside exec unshare --user --map-root-user --mount "$0" "$bundle"
fi

work=$(mktemp -d)
trap 'umount "$work/disk"; rm -rf "$work"' EXIT
mkdir "$work/disk"
mount -t tmpfs -o size=64k tmpfs "$work/disk"
for i in $(seq 20000); do echo "review $i: a fine film, a dull plot"; done > "$work/input.txt"

score() {
  code=0
  $scorer score --bundle "$bundle" --input "$work/input.txt" --output "$work/disk/scores.csv" "$@" > "$work/results" 2> "$work/log" || code=$?
}
require() { # what, found, expected
  [ "$2" = "$3" ] || { echo "FAILED: $1: found '$2', expected '$3'" >&2; cat "$work/log" >&2; exit 1; }
}

score
require "exit code" "$code" 1
require "error" "$(grep ^error: "$work/log")" "error: $work/disk/scores.csv: found no space left on device, expected to write the scores there"
require "files left" "$(ls -A "$work/disk")" ""
require "results" "$(cat "$work/results")" ""
echo "full disk: $(grep ^error: "$work/log")"

score --resume
require "exit code with --resume" "$code" 1
mount -o remount,size=8m "$work/disk"
score --resume
require "exit code after making room" "$code" 0
require "rows after making room" "$(wc -l < "$work/disk/scores.csv")" 20001
require "files left" "$(ls -A "$work/disk")" "scores.csv"
echo "full disk, then room: $(grep '^Resuming' "$work/log" || echo 'started over'); all 20000 rows are there"
