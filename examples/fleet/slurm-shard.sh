#!/bin/bash
# One shard for each task of the array, which has to have as many tasks as the plan has shards:
#   sbatch --array=1-16 slurm-shard.sh
# Shards 3 and 7 alone, again: sbatch --array=3,7 --export=ALL,SHARD_IS_TASK=1 slurm-shard.sh
#SBATCH --job-name=claimtag-shard
#SBATCH --cpus-per-task=2
#SBATCH --mem=1G
#SBATCH --requeue
#SBATCH --signal=B:TERM@60
#SBATCH --open-mode=append
#SBATCH --output=claimtag-%A_%a.log
set -uo pipefail

# The folder with devices.csv and plan/, which all nodes share.
cd "${CLAIMTAG_WORK:-$SLURM_SUBMIT_DIR}" || exit 2

shard=()
# An array with gaps does not say what its numbers count from; here they count from 1.
if [[ "${SHARD_IS_TASK:-}" == 1 ]]; then shard=(--shard "$SLURM_ARRAY_TASK_ID"); fi

claimtag generate devices.csv --plan plan/shards.json "${shard[@]}" --out shards \
  --workers "${SLURM_CPUS_PER_TASK:-2}" &
child=$!
# Slurm tells this script, and nothing else, that the time is up.
trap 'kill -TERM "$child" 2>/dev/null' TERM
wait "$child"
code=$?
# A signal ends the wait, not the shard.
while kill -0 "$child" 2>/dev/null; do
  wait "$child"
  code=$?
done

case $code in
  # Done; or another input or plan, refused rows, damage, no claimtag: these stay what they are.
  0 | 2 | 3 | 4 | 126 | 127) exit $code ;;
esac
# Killed, interrupted, or its output failed: back into the queue, where it goes on. Twenty times are not chance any more.
if ((${SLURM_RESTART_COUNT:-0} < 20)); then scontrol requeue "$SLURM_JOB_ID" && sleep 60; fi
exit $code
