#!/usr/bin/env bash
# One file scored by a Slurm job array, a shard per task:
#   sbatch --array=0-7 slurm-array.sh models/gru1 reviews.csv scores.csv
# and, when all tasks are done:
#   cat scores.csv.part-????? > scores.csv
#
# The array decides the number of shards; it starts at 0. A task that is requeued, killed or out of time resumes where it stopped.
#SBATCH --job-name=score
#SBATCH --cpus-per-task=1
#SBATCH --requeue
#SBATCH --open-mode=append
set -euo pipefail
bundle=$1 input=$2 output=$3
shard=$SLURM_ARRAY_TASK_ID

# exec: the signal that ends a task reaches the scorer itself, which then saves its progress.
exec scorer score --bundle "$bundle" --input "$input" --shard "$shard/$SLURM_ARRAY_TASK_COUNT" --resume \
  --output "$output.part-$(printf %05d "$shard")" --output-format csv \
  --threads "${SLURM_CPUS_PER_TASK:-1}" --json
