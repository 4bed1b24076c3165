import { createKeyedDigest } from './digest.ts'
import type { DigestVersion } from '../plan/digest-version.ts'
import type { ManifestFile } from './manifest.ts'

/** The digests that a line of the manifest holds. */
export interface LabelDigests {
  /** Of what a symbol says, and of whose label it is on. */
  symbol(devEui: string, text: string): string
  /**
   * Of a label's bytes in one kind of output, and of what its line says about them: device, kind, file, entry, page and
   * place. Where they begin in a shared file is not known yet when they are made; the digest of the whole manifest
   * covers that.
   */
  file(devEui: string, file: Omit<ManifestFile, 'digest'>, bytes: Uint8Array): string
}

/** @param key of the job */
export function createLabelDigests(key: Uint8Array, version: DigestVersion): LabelDigests {
  const digest = createKeyedDigest(key)
  if (version === 1) return { symbol: (_, text) => digest(text), file: (_, __, bytes) => digest(bytes) }
  return {
    symbol: (devEui, text) => digest(text, `symbol\0${devEui}\0`),
    // A NUL is in no name of a file, so no two lines give the same words.
    file: (devEui, { as, file, entry = '', page = '', place = '' }, bytes) =>
      digest(bytes, `file\0${devEui}\0${as}\0${file}\0${entry}\0${page}\0${place}\0`),
  }
}
