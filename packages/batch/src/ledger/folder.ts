import { join } from 'node:path'
import { runFolder } from '../render/shared-file.ts'

/** The paths of a job's files. All that begin with a dot may be removed when the job is finished, except the key. */
export interface JobFolder {
  readonly out: string
  /** The job's own folder inside `out`. */
  readonly hidden: string
  /** The key of all digests: without it, guesses of a token cannot be tested against the manifest. */
  readonly key: string
  readonly journal: string
  readonly lock: string
  readonly staging: string
  /** The directory of an archive, until it is written after the labels. */
  readonly zipDirectory: string
  readonly record: string
  readonly manifest: string
  readonly refused: string
  /** Digests by which the job recognises its own `refused.csv`. */
  readonly refusedDigests: string
  /** Records of whole PDFs. */
  readonly volumes: string
  /** Journal of what was sent to a printer. */
  readonly deliveries: string
  /** The end of `deliveries`, so that missing lines are noticed. */
  readonly deliveriesEnd: string
  /** Log of labels that were printed again, with reason and user. */
  readonly audit: string
  /** The end of `audit`. */
  readonly auditEnd: string
}

const HIDDEN = '.claimtag'

/** @param addition the number of a run that adds to the job: it has a journal and refused rows of its own */
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
