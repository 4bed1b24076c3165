import { builtInFormats, decode, defineFormat, type Format } from '@claimtag/core'
import type { JobRecord } from '../ledger/job-schema.ts'

/**
 * Reads the DevEUI in a text of a job's format. Texts of other formats, such as a web address beside the code, give
 * none.
 */
export function createDevEuiReader({
  format,
  formatDocument,
}: Pick<JobRecord, 'format' | 'formatDocument'>): (text: string) => string | undefined {
  const formats = formatsOf(format, formatDocument)
  return (text) => {
    const result = decode(text, formats)
    return result.ok ? result.record.devEui : undefined
  }
}

/** Jobs of the first version store only the name of their format. */
function formatsOf(id: string, document: unknown): readonly Format[] {
  if (document !== undefined) return [defineFormat(document as Parameters<typeof defineFormat>[0])]
  return builtInFormats.filter((known) => known.id === id)
}
