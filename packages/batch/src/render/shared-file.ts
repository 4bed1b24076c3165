import { isFileKind, isStreamKind, type OutputKind } from './kinds.ts'

/** Label files in one archive. */
export const ARCHIVE = 'labels.zip'

export function streamFile(kind: OutputKind): string {
  return kind === 'zpl-native' ? 'labels.native.zpl' : `labels.${kind}`
}

/**
 * The files that all labels of a job share, each with what it begins with.
 *
 * @param payloadHead the header of the payload CSV
 */
export function sharedFiles(
  as: readonly OutputKind[],
  pack: 'zip' | undefined,
  payloadHead: string,
): readonly { readonly name: string; readonly head: string }[] {
  const streams = as
    .filter(isStreamKind)
    .map((kind) => ({ name: streamFile(kind), head: kind === 'csv' ? payloadHead : '' }))
  return pack === 'zip' && as.some(isFileKind) ? [...streams, { name: ARCHIVE, head: '' }] : streams
}
