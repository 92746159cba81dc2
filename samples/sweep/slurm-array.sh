#!/usr/bin/env bash
# One sweep by a Slurm job array, a worker per task:
#   sbatch --array=0-7 slurm-array.sh sweeps/first --data train.csv --space space.json --method random --trials 64
#
# The tasks share the directory of the sweep and nothing else. The array may have any size, and may be submitted again: a task takes trials
# that are left, one after the other, and those of tasks that died. Each task writes the final table to its log.
#SBATCH --job-name=sweep
#SBATCH --cpus-per-task=1
#SBATCH --requeue
#SBATCH --open-mode=append
set -euo pipefail
output=$1
shift

# exec: the signal that ends a task reaches the trainer itself, which then saves the trial.
exec trainer sweep "$@" --output "$output" --resume --threads "${SLURM_CPUS_PER_TASK:-1}"
