import { isFileKind, isStreamKind, type OutputKind } from './kinds.ts'

/** Label files in one archive. */
export const ARCHIVE = 'labels.zip'

/**
 * Where in the folder of a job the files of one run lie: those of the first in the folder itself, those of each addition
 * in one of their own, so that what was made before stays as it is.
 */
export function runFolder(addition: number | undefined): string {
  return addition === undefined ? '' : `addition-${addition}/`
}

export function streamFile(kind: OutputKind): string {
  return kind === 'zpl-native' ? 'labels.native.zpl' : `labels.${kind}`
}

/**
 * The files that all labels of a run share, each with what it begins with.
 *
 * @param payloadHead the header of the payload CSV
 * @param addition the number of the run, when it adds to a job
 */
export function sharedFiles(
  as: readonly OutputKind[],
  pack: 'zip' | undefined,
  payloadHead: string,
  addition?: number,
): readonly { readonly name: string; readonly head: string }[] {
  const folder = runFolder(addition)
  const streams = as
    .filter(isStreamKind)
    .map((kind) => ({ name: folder + streamFile(kind), head: kind === 'csv' ? payloadHead : '' }))
  return pack === 'zip' && as.some(isFileKind) ? [...streams, { name: folder + ARCHIVE, head: '' }] : streams
}
