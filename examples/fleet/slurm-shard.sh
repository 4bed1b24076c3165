#!/bin/bash
# One shard for each task of the array, which has to have as many tasks as the plan has shards:
#   sbatch --array=1-16 slurm-shard.sh
# Shards 3 and 7 alone, again: sbatch --array=3,7 --export=ALL,SHARD_IS_TASK=1 slurm-shard.sh
#SBATCH --job-name=claimtag-shard
#SBATCH --cpus-per-task=2
#SBATCH --mem=1G
#SBATCH --requeue
#SBATCH --signal=TERM@60
#SBATCH --output=claimtag-%A_%a.log
set -euo pipefail

# The folder with devices.csv and plan/, which all nodes share.
cd "${CLAIMTAG_WORK:-$SLURM_SUBMIT_DIR}"

shard=()
# An array with gaps does not say what its numbers count from; here they count from 1.
if [[ "${SHARD_IS_TASK:-}" == 1 ]]; then shard=(--shard "$SLURM_ARRAY_TASK_ID"); fi

exec claimtag generate devices.csv --plan plan/shards.json "${shard[@]}" --out shards \
  --workers "${SLURM_CPUS_PER_TASK:-2}"
