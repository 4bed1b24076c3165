import { join } from 'node:path'
import { runFolder } from '../render/shared-file.ts'

/** Where a job keeps what. Everything that starts with a dot may go when the job is done, but for the key. */
export interface JobFolder {
  readonly out: string
  /** Our own folder inside `out`. */
  readonly hidden: string
  /** The key of all digests: without it, nobody can test guesses of a token against the manifest. */
  readonly key: string
  readonly journal: string
  readonly lock: string
  readonly staging: string
  /** What an archive's directory will be, until it is written behind the labels. */
  readonly zipDirectory: string
  readonly record: string
  readonly manifest: string
  readonly refused: string
  /** Which `refused.csv` is ours. */
  readonly refusedDigests: string
  /** What the PDFs are as a whole. */
  readonly volumes: string
  /** What went to a printer. */
  readonly deliveries: string
  /** How far `deliveries` goes, so that lines missing at its end are seen. */
  readonly deliveriesEnd: string
  /** Who printed a label again, and why. */
  readonly audit: string
  /** How far `audit` goes. */
  readonly auditEnd: string
}

const HIDDEN = '.claimtag'

/**
 * @param addition the number of a run that adds to the job: it has a journal and refused rows of its own
 */
export function jobFolder(out: string, addition?: number): JobFolder {
  const mark = addition === undefined ? '' : `-${addition}`
  const hidden = join(out, HIDDEN)
  return {
    out,
    hidden,
    key: join(hidden, 'key'),
    journal: join(hidden, `journal${mark}.ndjson`),
    lock: join(hidden, 'lock'),
    staging: join(hidden, 'staging'),
    zipDirectory: join(hidden, 'directory'),
    record: join(out, 'job.json'),
    manifest: join(out, 'manifest.ndjson'),
    refused: join(out, runFolder(addition), 'refused.csv'),
    refusedDigests: join(hidden, `refused${mark}`),
    volumes: join(out, 'volumes.ndjson'),
    deliveries: join(hidden, 'deliveries.ndjson'),
    deliveriesEnd: join(hidden, 'deliveries.end'),
    audit: join(out, 'audit.ndjson'),
    auditEnd: join(hidden, 'audit.end'),
  }
}
