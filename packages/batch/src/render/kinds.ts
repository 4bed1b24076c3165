import { BatchError } from '../issue.ts'

/** One file for each label. */
export const FILE_KINDS = ['png', 'svg'] as const
/**
 * All labels one after the other in one file. `zpl-native` is drawn by the printer itself: short, but without a
 * picture that could be verified before it is printed.
 */
export const STREAM_KINDS = ['zpl', 'zpl-native', 'tspl', 'escpos', 'epl2', 'brother', 'csv'] as const

/** Labels on pages, in one file or in volumes of a fixed number of labels. */
export const DOCUMENT_KINDS = ['pdf'] as const

export type FileKind = (typeof FILE_KINDS)[number]
export type StreamKind = (typeof STREAM_KINDS)[number]
export type OutputKind = FileKind | StreamKind | (typeof DOCUMENT_KINDS)[number]

/** A label with a picture that can be read back. The text and the commands of the others can only be compared. */
export type PictureKind = Exclude<OutputKind, 'zpl-native' | 'csv'>

const ALL: readonly OutputKind[] = [...FILE_KINDS, ...DOCUMENT_KINDS, ...STREAM_KINDS]

export function isFileKind(kind: string): kind is FileKind {
  return (FILE_KINDS as readonly string[]).includes(kind)
}

export function isStreamKind(kind: string): kind is StreamKind {
  return (STREAM_KINDS as readonly string[]).includes(kind)
}

/**
 * Whether labels of a kind can be read back as a picture.
 *
 * @example
 * ```ts
 * import { hasPicture } from '@claimtag/batch'
 *
 * console.log(hasPicture('png'), hasPicture('csv')) // true false
 * ```
 */
export function hasPicture(kind: OutputKind): kind is PictureKind {
  return kind !== 'zpl-native' && kind !== 'csv'
}

/**
 * The kind of output with a name.
 *
 * @throws BatchError `unknown-output`
 *
 * @example
 * ```ts
 * import { outputKind } from '@claimtag/batch'
 *
 * console.log(outputKind('zpl')) // zpl
 * ```
 */
export function outputKind(name: string): OutputKind {
  const kind = ALL.find((known) => known === name)
  if (kind === undefined) throw new BatchError({ code: 'unknown-output', detail: name, names: ALL })
  return kind
}
