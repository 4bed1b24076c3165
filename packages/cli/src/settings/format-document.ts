import { builtInFormats, defineFormat, type Format, type FormatDocument } from '@claimtag/core'
import { looksLikePath, pathFrom, readJson } from './config.ts'
import { UsageError } from '../usage-error.ts'

export interface LoadedFormat {
  readonly format: Format
  /** The file that it was read from. */
  readonly path?: string
}

/**
 * A built-in format by its name, or a maker's own from its document.
 *
 * @throws UsageError
 * @throws ClaimtagError `bad-format-document`
 */
export function loadFormat(name: string, folder: string): LoadedFormat {
  // `defineFormat` checks the document.
  if (looksLikePath(name)) {
    const path = pathFrom(folder, name)
    return { format: defineFormat(readJson(path) as FormatDocument), path }
  }
  const format = builtInFormats.find(({ id }) => id === name)
  if (format === undefined) {
    const known = builtInFormats.filter(({ writable }) => writable).map(({ id }) => id)
    throw new UsageError(`There is no format ${name}. Built in: ${known.join(', ')}; a file ends in .json.`)
  }
  return { format }
}
