#!/bin/bash
# After all shards: sbatch --dependency=afterok:ARRAY_JOB_ID slurm-merge.sh
#SBATCH --job-name=claimtag-merge
#SBATCH --mem=1G
#SBATCH --requeue
#SBATCH --output=claimtag-merge-%j.log
set -euo pipefail

cd "${CLAIMTAG_WORK:-$SLURM_SUBMIT_DIR}"
claimtag merge shards --plan plan/shards.json --out labels
claimtag verify labels
