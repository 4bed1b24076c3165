import type { JobFolder } from '../ledger/folder.ts'
import type { JobRecord } from '../ledger/job-schema.ts'
import { jobKey } from '../ledger/key.ts'
import { FLAT_UP_TO, type SettledOptions } from '../options.ts'
import { DIGESTS } from '../plan/digest-version.ts'
import { BatchError } from '../issue.ts'
import { isSameSize, outgrown, sized, type SymbolVersions } from '../plan/same-size.ts'
import type { JobOutput, JobSource } from '../plan/job-plan.ts'
import { isFileKind } from '../render/kinds.ts'
import { checkPages } from '../render/page-place.ts'
import { payloadLayout } from '../render/payload-csv.ts'

/** What is known of a run before its labels are made. */
export interface RunSize {
  /** Number of labels that it will make. */
  readonly sound: number
  /** The largest version of each element's symbols. */
  readonly versions?: SymbolVersions | undefined
  /** The number of the run, when it adds to a job. */
  readonly addition?: number | undefined
}

/** Whether all label files of a run lie in one folder. */
export function isFlat(labels: number, { pack, as, perFolder }: SettledOptions): boolean {
  return pack === undefined && labels * as.filter(isFileKind).length <= FLAT_UP_TO * perFolder
}

/**
 * The members of an output that give its symbols one size, if they are to have one: that of the job, once it is begun.
 *
 * @throws BatchError `size-outgrown`
 */
export function sizesOf(
  { template }: Pick<JobSource, 'template'>,
  needed: SymbolVersions | undefined,
  given: SymbolVersions | undefined,
  path: string,
): Pick<JobOutput, 'sizedTemplate' | 'versions'> {
  const versions = given ?? needed
  if (!isSameSize(template) || versions === undefined) return {}
  const names = outgrown(template, needed ?? [], versions)
  if (names.length > 0) throw new BatchError({ code: 'size-outgrown', path, names })
  return { sizedTemplate: sized(template, versions), versions }
}

/** @param before the record of the job, if there is one */
export function outputOf(
  source: JobSource,
  { sound, versions, addition }: RunSize,
  folder: JobFolder,
  options: SettledOptions,
  before: JobRecord | undefined,
): JobOutput {
  const { as, verify, out, perFolder, pack, volume, sheet, template, csvGuard } = options
  const { inputs } = source
  const flat = isFlat(sound, options)
  const pages = { volume, sheet }
  const payload = as.includes('csv') ? payloadLayout(inputs, csvGuard) : undefined
  if (as.includes('pdf')) checkPages(template, sound, pages)
  // A job is continued with its own digests; those of the first version name none.
  const digests = before === undefined ? DIGESTS : (before.digests ?? 1)
  return {
    as,
    verify,
    out,
    addition,
    pack,
    pages,
    payload,
    perFolder: flat ? 0 : perFolder,
    key: jobKey(folder),
    digests,
    cartonsBefore: before?.cartons?.labels ?? 0,
    ...sizesOf(source, versions, before?.versions, out),
  }
}
