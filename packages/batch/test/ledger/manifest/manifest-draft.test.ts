import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ManifestEntry } from '../../../src/ledger/manifest/manifest.ts'
import { createManifestDraft } from '../../../src/ledger/manifest/manifest-draft.ts'
import { createByteBuffer } from '../../../src/disk/byte-buffer.ts'

const text = fc.oneof(
  fc.stringMatching(/^[0-9A-F]{16}$/),
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.constantFrom('labels.zpl', '"', '\\', '\u007f', '\ud800', 'ä', '\n'),
)
/** EUIs, digests, levels and our own words. */
const plain = fc.stringMatching(/^[0-9A-Za-z-]{0,32}$/)
const count = fc.nat()

const symbol = fc.record({
  version: count,
  errorCorrection: plain,
  modules: count,
  dots: count,
  x: fc.integer(),
  y: fc.integer(),
  digest: plain,
})

// The keys in the order in which a manifest has them.
const file = fc.record({
  as: plain,
  file: fc.constantFrom('labels.zip', 'labels.zpl', 'labels.pdf', '00000/ü.png'),
  entry: fc.option(text, { nil: undefined }),
  offset: fc.option(count, { nil: undefined }),
  page: fc.option(count, { nil: undefined }),
  place: fc.option(count, { nil: undefined }),
  bytes: count,
  digest: plain,
})

const entry: fc.Arbitrary<ManifestEntry> = fc.record({
  row: count,
  line: count,
  addition: fc.option(count, { nil: undefined }),
  devEui: plain,
  joinEui: fc.option(plain, { nil: undefined }),
  serialNumber: fc.option(fc.string(), { nil: undefined }),
  format: text,
  symbols: fc.array(symbol, { maxLength: 3 }),
  files: fc.array(file, { maxLength: 3 }),
  verifiedBy: fc.option(plain, { nil: undefined }),
})

const begins = fc.dictionary(
  fc.constantFrom('labels.zip', 'labels.zpl', 'labels.pdf'),
  fc.nat({ max: 2 ** 40 }),
)

/** The slow way. */
function lineOf({ files, ...rest }: ManifestEntry, beginOf: (name: string) => number): string {
  const { verifiedBy, ...before } = rest
  const moved = files.map((one) =>
    one.offset === undefined ? one : { ...one, offset: beginOf(one.file) + one.offset },
  )
  return `${JSON.stringify({ ...before, files: moved, verifiedBy })}\n`
}

test('the lines are those that JSON.stringify writes of labels in their places', () => {
  const buffer = createByteBuffer()
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 20 }), begins, (entries, places) => {
      buffer.clear()
      const beginOf = (name: string): number => places[name] ?? 0
      const draft = createManifestDraft(buffer)
      for (const one of entries) draft.add(one)
      const expected = entries.map((one) => lineOf(one, beginOf)).join('')
      expect(Buffer.from(draft.placed(beginOf)).toString('utf8')).toBe(expected)
    }),
    { numRuns: 300 },
  )
})
