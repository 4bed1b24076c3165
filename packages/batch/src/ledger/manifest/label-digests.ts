import { createKeyedDigest, createShortKeyedDigest } from '../digest.ts'
import type { DigestVersion } from '../../plan/digest-version.ts'
import type { ManifestFile } from './manifest.ts'

/** The digests in a line of the manifest. */
export interface LabelDigests {
  /** Of the text of a symbol, together with the device whose label it is on. */
  symbol(devEui: string, text: string): string
  /**
   * Of a label's bytes in one kind of output, together with its line's words about them: device, kind, file, entry,
   * page and place. Their offset in a shared file is not known yet at that time; the digest of the whole manifest
   * covers it.
   */
  file(
    devEui: string,
    file: Pick<ManifestFile, 'as' | 'file' | 'entry' | 'page' | 'place'>,
    bytes: Uint8Array,
  ): string
}

/** @param key of the job */
export function createLabelDigests(key: Uint8Array, version: DigestVersion): LabelDigests {
  const digest = version === 3 ? createShortKeyedDigest(key) : createKeyedDigest(key)
  if (version === 1) return { symbol: (_, text) => digest(text), file: (_, __, bytes) => digest(bytes) }
  // Labels mostly have the last one's file: adding up many short texts took longer than hashing them.
  let last = { as: '', file: '', words: '' }
  return {
    symbol: (devEui, text) => digest(text, `symbol\0${devEui}\0`),
    // File names contain no NUL, so no two lines give the same words.
    file(devEui, { as, file, entry = '', page, place }, bytes) {
      if (last.as !== as || last.file !== file) last = { as, file, words: `\0${as}\0${file}\0` }
      const where = page === undefined && place === undefined ? '\0\0\0' : `\0${page ?? ''}\0${place ?? ''}\0`
      return digest(bytes, `file\0${devEui}${last.words}${entry}${where}`)
    },
  }
}
