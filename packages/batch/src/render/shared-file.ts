import { isFileKind, isStreamKind, type OutputKind } from './kinds.ts'

/** Label files in one archive. */
export const ARCHIVE = 'labels.zip'

/**
 * The folder of a run's files inside that of the job: for the first run the job's folder itself, for each addition
 * one of its own, so that existing files stay unchanged.
 */
export function runFolder(addition: number | undefined): string {
  return addition === undefined ? '' : `addition-${addition}/`
}

export function streamFile(kind: OutputKind): string {
  return kind === 'zpl-native' ? 'labels.native.zpl' : `labels.${kind}`
}

/**
 * The files that all labels of a run share, each with its first bytes.
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
