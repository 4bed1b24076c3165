import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  builtInFormats,
  compileFormats,
  type DecodeResult,
  encode,
  thingparkBase64,
  tr005,
} from '@claimtag/core'
import { createDecoder, explain } from '@claimtag/decoder'
import { german } from '@claimtag/decoder/words/de'
import { spanish } from '@claimtag/decoder/words/es'
import { french } from '@claimtag/decoder/words/fr'
import { chinese } from '@claimtag/decoder/words/zh'
import { processorTime } from '../../../core/test/processor-time.ts'
import { tolerant } from '../../src/text/tolerant.ts'
import { EXAMPLE, IDS } from './example.ts'

const decoder = createDecoder()
const WINDOW = 6

const pieces = fc.constantFrom(
  EXAMPLE,
  IDS,
  EXAMPLE.toLowerCase().replace(/:/g, ';'),
  EXAMPLE.replace(/:/g, '+'),
  encodeURIComponent(EXAMPLE),
  '0004A310001AAED6',
  '0004A31000XXXXXX',
  'DevEUI: 0004A310001AAED6',
  '"app_eui":"70B3D57ED0000000",',
  'owner token=',
  'AppKey:00112233445566778899AABBCCDDEEFF',
  'https://example.com/?a=1&c=',
  'LW:D0:',
  'lw;d0;',
  'P01',
  ']C1',
  '$Q',
  'q',
  '%3A',
  '%25',
  '%',
  ':',
  ';',
  '_',
  '+',
  ' ',
  '\r\n',
  '\t',
  '"',
  '<',
  '>',
  '.',
  '&',
  '#',
  '\u0000',
  '\u001D',
  '\u00A0',
  '\uFEFF',
  'é',
  'X',
  'O',
  'S',
  'C',
  '0',
  'AB12',
  '{',
  '}',
  '/',
  '\\',
  '-',
  'eui-',
  '0x',
)
const texts = fc.oneof(
  fc.array(pieces, { maxLength: 12 }).map((all) => all.join('')),
  fc.string({ unit: 'binary', maxLength: 200 }),
)

test('no text makes it throw, and what it says stands in the text', () => {
  fc.assert(
    fc.property(texts, (text) => {
      const result = decoder.decode(text)
      const issues = result.ok ? result.warnings : [result.error]
      for (const { position = 0 } of issues) {
        expect(Number.isInteger(position) && position >= 0 && position <= text.length).toBe(true)
      }
      expect(result.ok ? result.record.devEui : '0000000000000000').toMatch(/^[0-9A-F]{16}$/)
      expect(issues.map((one) => explain(one)).join()).not.toMatch(/undefined|NaN/)
    }),
    { numRuns: 2000 },
  )
})

test('what the formats read is read with the same record', () => {
  const strict = compileFormats(builtInFormats)
  fc.assert(
    fc.property(texts, (text) => {
      const [plain, put] = [strict.decode(text), decoder.decode(text)]
      // Two codes in one and templates are refused although a format reads them.
      const isDoubted = !put.ok && ['several-codes', 'placeholder'].includes(put.error.code)
      if (!plain.ok || isDoubted) return
      expect(put).toEqual({ ...plain, warnings: expect.arrayContaining([...plain.warnings]) })
    }),
    { numRuns: 2000 },
  )
})

describe('a token is nowhere but in the record', () => {
  const token = fc
    .stringMatching(/^[A-Z0-9a-z+/]{12,22}$/)
    .map((text) => text.slice(0, text.length - (text.length % 4)))
  const change = fc.record({ at: fc.nat(), takes: fc.nat(2), puts: fc.oneof(fc.constant(''), pieces) })
  const around = fc.record({
    before: fc.oneof(fc.constant(''), pieces),
    after: fc.oneof(fc.constant(''), pieces),
  })
  const forms: readonly ((code: string) => string)[] = [
    String,
    encodeURIComponent,
    (code) => code.toLowerCase(),
    (code) => code.toLowerCase().replace(/:/g, ';'),
    (code) => code.replace(/:/g, '+'),
    (code) => code.replace(/:O/, ':'),
    (code) => code.replace(/(.{30})/g, '$1\n'),
    (code) => `DevEUI: 0004A310001AAED6, Owner token: ${code.slice(50, -6)}`,
  ]

  test('in whatever form it came, and however it was damaged', () => {
    let refused = 0
    fc.assert(
      fc.property(
        token,
        fc.constantFrom(...forms),
        fc.array(change, { maxLength: 2 }),
        around,
        (ownerToken, form, changes, { before, after }) => {
          const fields = { devEui: '0004A310001AAED6', joinEui: '70B3D57ED0000000', ownerToken }
          const format = ownerToken.length % 8 === 0 ? thingparkBase64 : tr005
          const code = form(encode(fields, format))
          const text = changes.reduce(
            (one, { at, takes, puts }) => {
              const i = at % (one.length + 1)
              return one.slice(0, i) + puts + one.slice(i + takes)
            },
            before + code + after,
          )
          const result = decoder.decode(text)
          if (!result.ok) refused += 1
          const said = saidOf(result)
          for (let i = 0; i + WINDOW <= ownerToken.length; i += 1) {
            // A window of hex digits may also stand in an EUI of the pieces, but no issue has one.
            expect(said.includes(ownerToken.slice(i, i + WINDOW))).toBe(false)
          }
        },
      ),
      { numRuns: 1500 },
    )
    expect(refused).toBeGreaterThan(300)
  })

  test('and the search finds a leak', () => {
    expect(
      saidOf({ ok: false, error: { code: 'format-not-loaded', kind: 'unsupported', format: 'ABCDEF' } }),
    ).toContain('ABCDEF')
  })
})

function saidOf(result: DecodeResult): string {
  const issues = result.ok ? result.warnings : [result.error]
  const sentences = issues.flatMap((one) =>
    [undefined, french, german, spanish, chinese].map((words) => explain(one, words)),
  )
  return JSON.stringify([issues, sentences, result.ok ? result.format : ''])
}

describe('the work is bounded', () => {
  const growing: Readonly<Record<string, (size: number) => string>> = {
    'escapes without end': (size) => '%3A'.repeat(size / 3),
    'prefixes of scanners': (size) => ']C1'.repeat(size / 3),
    'spaces before the end': (size) => `${EXAMPLE}${' '.repeat(size)}x`,
    'closing brackets before the end': (size) => `"${'")]'.repeat(size / 3)}x`,
    lines: (size) => 'A\r\n'.repeat(size / 3),
    labels: (size) => 'DevEUI:'.repeat(size / 7),
    'a label without end': (size) => 'dev_'.repeat(size / 4),
    'EUIs with labels': (size) => 'DevEUI:0004A310001AAED6 '.repeat(size / 24),
    'hex pairs': (size) => `DevEUI:${'00 '.repeat(size / 3)}`,
    'elements without a letter': (size) => IDS + ':1'.repeat(size / 2),
    'empty elements, wrapped': (size) => `"${IDS}${':'.repeat(size)}"\n`,
    'prefixes of codes': (size) => 'LW:D0:'.repeat(size / 6),
    'a long scheme': (size) => `${'a'.repeat(size)}://`,
    'text of another keyboard': (size) => `lw;d0;${'1'.repeat(size)};`,
    'pairs of separators': (size) => '-: '.repeat(size / 3),
    'X without end': (size) => `DevEUI:${'X'.repeat(size)}`,
    'X without end, and something else': (size) => `'${'X'.repeat(size)}=`,
    'bare EUIs': (size) => `${'0004A310001AAED6,'.repeat(size / 17)}x`,
  }

  test.each(Object.entries(growing))('formats are asked a fixed number of times: %s', (_, text) => {
    const strict = compileFormats(builtInFormats)
    let asked = 0
    const counting = tolerant(
      (one) => {
        asked += 1
        return strict.decode(one)
      },
      builtInFormats.map(({ document }) => document.prefix ?? ''),
    )
    counting(text(4200))
    expect(asked).toBeLessThanOrEqual(22)
  })

  test.each(Object.entries(growing))('the longest text takes no square of its length: %s', (_, text) => {
    expect(timeOf(text(4200))).toBeLessThan(20)
  })

  test('beyond what a symbol holds, the text is not even looked at', () => {
    expect(decoder.decode('%3A'.repeat(2_000_000))).toMatchObject({ ok: false, error: { code: 'too-long' } })
  })

  test('what is no text is refused as ever', () => {
    expect(decoder.decode(undefined as unknown as string)).toMatchObject({ error: { code: 'not-text' } })
    expect(decoder.decode({ search: 1 } as unknown as string)).toMatchObject({ error: { code: 'not-text' } })
  })
})

/**
 * Milliseconds of processor time for one reading. A text of this length takes one or two; a repetition within a
 * repetition took eighty.
 */
function timeOf(text: string): number {
  return processorTime(() => void decoder.decode(text), 25)
}
