#!/usr/bin/env bash
# Runs a job array on a Slurm cluster of this machine alone, which exists in a temporary directory while the check runs. One task is requeued while
# it runs. Needs root and Debian's slurm-wlm and munge.
#   eng/check-slurm.sh [bundle, default models/demo/gru1] [rows, default 400000]
#     scores one file with samples/batch-scoring/slurm-array.sh: the concatenated parts must be what one run writes, byte for byte.
#   eng/check-slurm.sh sweep [trials, default 24]
#     searches with samples/sweep/slurm-array.sh, a grid and at random: the tables must be those of one worker, byte for byte.
set -euo pipefail
cd "$(dirname "$0")/.."
if [ "${1:-}" = sweep ]; then
  check=sweep
  trials=${2:-24}
  program=$PWD/artifacts/bin/Trainer/release/trainer.dll
  job=$PWD/samples/sweep/slurm-array.sh
  sample=$PWD/data/sample/test.csv
else
  check=scoring
  bundle=$(realpath "${1:-models/demo/gru1}")
  rows=${2:-400000}
  program=$PWD/artifacts/bin/Scorer/release/scorer.dll
  job=$PWD/samples/batch-scoring/slurm-array.sh
fi
[ -f "$program" ] || { echo "build first: dotnet build src/$(basename "${program%.dll}" | sed 's/./\u&/') -c Release" >&2; exit 1; }
for tool in sbatch slurmctld slurmd munged; do
  command -v "$tool" > /dev/null || { echo "$tool is missing: apt-get install slurm-wlm munge" >&2; exit 1; }
done

work=$(mktemp -d)
chmod 755 "$work"
started=()
finish() {
  for ((i = ${#started[@]} - 1; i >= 0; i--)); do kill "${started[i]}" 2> /dev/null || true; done
  wait 2> /dev/null || true
  rm -rf "$work"
}
trap finish EXIT

# A cluster: keys, one controller, one node.
mkdir "$work"/{bin,state,spool,munge}
chmod 700 "$work/munge"
head -c 1024 /dev/urandom > "$work/munge/key"
chmod 400 "$work/munge/key"
host=$(hostname -s)
export SLURM_CONF=$work/slurm.conf
cat > "$SLURM_CONF" <<CONF
ClusterName=check
SlurmctldHost=$host(127.0.0.1)
SlurmUser=root
AuthInfo=socket=$work/munge/socket
CredType=cred/munge
StateSaveLocation=$work/state
SlurmdSpoolDir=$work/spool
SlurmctldPidFile=$work/slurmctld.pid
SlurmdPidFile=$work/slurmd.pid
SlurmctldPort=16817
SlurmdPort=16818
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
MpiDefault=none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SchedulerParameters=sched_interval=2
KillWait=5
NodeName=$host NodeAddr=127.0.0.1 CPUs=$(nproc) State=UNKNOWN
PartitionName=check Nodes=$host Default=YES MaxTime=INFINITE State=UP
CONF
munged --foreground --force --key-file="$work/munge/key" --socket="$work/munge/socket" --pid-file="$work/munge/pid" \
  --log-file="$work/munge/log" --seed-file="$work/munge/seed" 2> "$work/munged.log" & started+=($!)
sleep 1
slurmctld -D -f "$SLURM_CONF" > "$work/slurmctld.log" 2>&1 & started+=($!)
sleep 1
slurmd -D -f "$SLURM_CONF" > "$work/slurmd.log" 2>&1 & started+=($!)
for _ in $(seq 60); do
  sinfo -h -o %T 2> /dev/null | grep -q idle && break
  sleep 1
done
sinfo -h -o %T | grep -q idle || { echo "the cluster did not come up" >&2; tail "$work"/*.log >&2; exit 1; }

# The program, for the jobs. They inherit the environment, as on any cluster.
name=$(basename "${program%.dll}")
printf '#!/bin/sh\nexec dotnet %s "$@"\n' "$program" > "$work/bin/$name"
chmod +x "$work/bin/$name"
export PATH=$work/bin:$PATH
cd "$work"

# Submits an array, requeues its first task as soon as a file is there, and waits for its end: submit <array> <file> <arguments of the job>
submit() {
  local array=$1 file=$2
  shift 2
  id=$(sbatch --parsable --array="$array" --output="$work/task-%a.log" "$job" "$@")
  until compgen -G "$file" > /dev/null || [ -z "$(squeue -h -j "$id")" ]; do sleep 0.1; done
  requeued=$(scontrol requeue "${id}_0" 2> /dev/null && echo yes || echo no)
  for _ in $(seq 900); do
    [ -z "$(squeue -h -j "$id")" ] && break
    sleep 1
  done
  [ -z "$(squeue -h -j "$id")" ] || { echo "the job did not end" >&2; squeue >&2; tail task-*.log slurmctld.log >&2; exit 1; }
}

version=$(sinfo --version | cut -d' ' -f2)
if [ "$check" = scoring ]; then
  # A file with line breaks in quotes, and the output of one run.
  awk -v rows="$rows" 'BEGIN {
    srand(1); print "id,text,label"
    for (i = 1; i <= rows; i++) printf "%d,\"a %s film,\nand a %s plot\",%d\n", i, rand() < 0.5 ? "fine" : "dull", rand() < 0.5 ? "great" : "boring", rand() < 0.5
  }' > reviews.csv
  scorer score --bundle "$bundle" --input reviews.csv --output whole.csv --json > whole.json 2> whole.log
  submit 0-3 "$work/scores.csv.part-00000.journal" "$bundle" "$work/reviews.csv" "$work/scores.csv"
  cat scores.csv.part-????? > scores.csv
  cmp scores.csv whole.csv || { tail task-*.log >&2; exit 1; }
  echo "$rows rows in 4 shards by Slurm $version: the same bytes as one run; task 0 requeued: $requeued, $(grep -h '^Resuming' task-0.log || echo 'it had not begun or was done')"
  exit
fi

# 24 points; 1,000 reviews are trained with in a second or two.
cat > space.json <<'JSON'
{
  "models": ["rnn1", "gru1"],
  "training.learningRate": { "min": 0.001, "max": 0.1, "scale": "log", "points": 3 },
  "model.hiddenSize": { "min": 8, "max": 32, "step": 8 }
}
JSON
for method in grid random; do
  sweep=(--data "$sample" --preset sample --space "$work/space.json" --method "$method" --trials "$trials" --epochs 2 --device cpu
    --set training.maxVocabulary=2000 --set model.embeddingSize=16 --set preprocessing.sequenceLength=20)
  trainer sweep "${sweep[@]}" --output "whole-$method" > "whole-$method.md" 2> "whole-$method.log"
  rm -f task-*.log
  submit 0-3 "$work/array-$method/trials/002" "$work/array-$method" "${sweep[@]}"
  for file in results.csv best.json sensitivity.svg; do
    cmp "array-$method/$file" "whole-$method/$file" || { tail task-*.log >&2; exit 1; }
  done
  [ ! -e "array-$method/claims" ] || { echo "claims are left: $(ls "array-$method/claims")" >&2; exit 1; }
  shares=$(for log in task-*.log; do grep -c '^Trial [0-9]* of' "$log" || true; done | xargs)
  echo "$method: $trials trials by an array of 4 on Slurm $version: the same table and the same best as one worker; trials begun by each task: $shares; task 0 requeued: $requeued"
done
sed -n '1,3p' whole-grid.md
