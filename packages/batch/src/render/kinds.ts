import { BatchError } from '../issue.ts'

/** One file a label. */
export const FILE_KINDS = ['png', 'svg'] as const
/** All labels one after the other in one file. A printer draws `zpl-native` itself: small, but unseen until it is printed. */
export const STREAM_KINDS = ['zpl', 'zpl-native', 'tspl', 'escpos', 'epl2', 'brother', 'csv'] as const

/** Labels on pages, in one file or in volumes of so many labels. */
export const DOCUMENT_KINDS = ['pdf'] as const

export type FileKind = (typeof FILE_KINDS)[number]
export type StreamKind = (typeof STREAM_KINDS)[number]
export type OutputKind = FileKind | StreamKind | (typeof DOCUMENT_KINDS)[number]

/** A label that can be looked at. The text and the commands of the others can only be compared. */
export type PictureKind = Exclude<OutputKind, 'zpl-native' | 'csv'>

const ALL: readonly OutputKind[] = [...FILE_KINDS, ...DOCUMENT_KINDS, ...STREAM_KINDS]

export function isFileKind(kind: string): kind is FileKind {
  return (FILE_KINDS as readonly string[]).includes(kind)
}

export function isStreamKind(kind: string): kind is StreamKind {
  return (STREAM_KINDS as readonly string[]).includes(kind)
}

export function hasPicture(kind: OutputKind): kind is PictureKind {
  return kind !== 'zpl-native' && kind !== 'csv'
}

/**
 * @throws BatchError `unknown-output`
 */
export function outputKind(name: string): OutputKind {
  const kind = ALL.find((known) => known === name)
  if (kind === undefined) throw new BatchError({ code: 'unknown-output', detail: name, names: ALL })
  return kind
}
