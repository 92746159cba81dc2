#!/usr/bin/env bash
# Scores one file with samples/batch-scoring/slurm-array.sh on a Slurm cluster of this machine alone, which exists in a temporary directory while
# the check runs. One task is requeued while it runs. The concatenated parts must be what one run writes, byte for byte.
# Needs root and Debian's slurm-wlm and munge.
#   eng/check-slurm.sh [bundle, default models/demo/gru1] [rows, default 400000]
set -euo pipefail
cd "$(dirname "$0")/.."
bundle=$(realpath "${1:-models/demo/gru1}")
rows=${2:-400000}
program=$PWD/artifacts/bin/Scorer/release/scorer.dll
job=$PWD/samples/batch-scoring/slurm-array.sh
[ -f "$program" ] || { echo "build first: dotnet build src/Scorer -c Release" >&2; exit 1; }
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

# A file with line breaks in quotes, and the output of one run.
printf '#!/bin/sh\nexec dotnet %s "$@"\n' "$program" > "$work/bin/scorer"
chmod +x "$work/bin/scorer"
export PATH=$work/bin:$PATH
awk -v rows="$rows" 'BEGIN {
  srand(1); print "id,text,label"
  for (i = 1; i <= rows; i++) printf "%d,\"a %s film,\nand a %s plot\",%d\n", i, rand() < 0.5 ? "fine" : "dull", rand() < 0.5 ? "great" : "boring", rand() < 0.5
}' > "$work/reviews.csv"
scorer score --bundle "$bundle" --input "$work/reviews.csv" --output "$work/whole.csv" --json > "$work/whole.json" 2> "$work/whole.log"

cd "$work"
id=$(sbatch --parsable --array=0-3 --output="$work/task-%a.log" "$job" "$bundle" "$work/reviews.csv" "$work/scores.csv")
until [ -s "$work/scores.csv.part-00000.journal" ] || [ -z "$(squeue -h -j "$id")" ]; do sleep 0.1; done
requeued=$(scontrol requeue "${id}_0" 2> /dev/null && echo yes || echo no)
for _ in $(seq 600); do
  [ -z "$(squeue -h -j "$id")" ] && break
  sleep 1
done
[ -z "$(squeue -h -j "$id")" ] || { echo "the job did not end" >&2; squeue >&2; tail task-*.log slurmctld.log >&2; exit 1; }
cat scores.csv.part-????? > scores.csv
cmp scores.csv whole.csv || { tail task-*.log >&2; exit 1; }
echo "$rows rows in 4 shards by Slurm $(sinfo --version | cut -d' ' -f2): the same bytes as one run; task 0 requeued: $requeued, $(grep -h '^Resuming' task-0.log || echo 'it had not begun or was done')"
