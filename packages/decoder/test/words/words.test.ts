import { describe, expect, test } from 'vitest'
import {
  type DecodeError,
  type ForeignCode,
  type KeyboardLayout,
  type Warning,
  type Words,
} from '@claimtag/core'
import { createDecoder, explain } from '@claimtag/decoder'
import { german, explain as explainInGerman } from '@claimtag/decoder/words/de'
import { english, explain as explainInEnglish } from '@claimtag/decoder/words/en'
import { spanish, explain as explainInSpanish } from '@claimtag/decoder/words/es'
import { french, explain as explainInFrench } from '@claimtag/decoder/words/fr'
import { chinese, explain as explainInChinese } from '@claimtag/decoder/words/zh'

type Read = DecodeError | Warning

/** Only the members that an issue must have: anything else does not compile below. */
type Least<T> = T extends unknown
  ? { readonly [K in keyof T as object extends Pick<T, K> ? never : K]: T[K] }
  : never

const languages: readonly [string, Words, (issue: Read) => string][] = [
  ['English', english, explainInEnglish],
  ['French', french, explainInFrench],
  ['German', german, explainInGerman],
  ['Spanish', spanish, explainInSpanish],
  ['Chinese', chinese, explainInChinese],
]

const place = { position: 7 }
const at = { field: 'devEui', position: 7 }
const foreign = Object.keys({
  matter: 0,
  wifi: 0,
  dpp: 0,
  'gs1-digital-link': 0,
  milesight: 0,
  url: 0,
  'eui-48': 0,
  'written-eui': 0,
  'bare-euis': 0,
  'serial-number': 0,
  enocean: 0,
  'mh10.8.2': 0,
  bluerange: 0,
  'z-wave': 0,
} satisfies Record<ForeignCode, 0>) as readonly ForeignCode[]
const layouts = Object.keys({
  'no-shift': 0,
  'caps-lock': 0,
  jis: 0,
  azerty: 0,
  'azerty-caps-lock': 0,
  qwertz: 0,
  dvorak: 0,
  'other-latin': 0,
} satisfies Record<KeyboardLayout, 0>) as readonly KeyboardLayout[]
const codes = [
  { position: 0, length: 48 },
  { position: 49, length: 48 },
]

type Facts<C extends Read['code']> = Omit<Least<Extract<Read, { code: C }>>, 'code' | 'kind'>

const LEAST: { readonly [C in Read['code']]: readonly Facts<C>[] } = {
  empty: [{}],
  'not-recognised': [{}],
  'other-code': foreign.map((foreignCode) => ({ foreignCode })),
  placeholder: [at],
  'token-missing': [{}],
  'too-long': [{ length: 4297, expected: '4296' }],
  'several-codes': [{ codes }, { codes: [...codes, { position: 98, length: 48 }] }],
  'keyboard-layout': layouts.map((layout) => ({ layout })),
  'control-character': [place],
  'non-ascii-character': [place],
  'missing-element': [at],
  'trailing-text': [place],
  'wrong-length': [
    { ...at, length: 15, expected: '16' },
    { ...at, length: 0, expected: '1 to 32' },
    { ...at, length: 1, expected: 'a multiple of 4' },
  ],
  'invalid-character': [place],
  'not-canonical': [at],
  'missing-field': [{ field: 'ownerToken' }],
  'duplicate-element': [{ field: 'serialNumber', position: 7 }],
  'unknown-tag': [place],
  'missing-checksum': [{}],
  'malformed-checksum': [at],
  'checksum-mismatch': [at],
  'case-lost': [place],
  'unsupported-version': [place],
  'format-not-loaded': [{ format: 'acme' }],
  'other-dialect': [{ format: 'acme', field: 'proprietary' }],
  'ambiguous-code': [{ format: 'acme', otherFormat: 'tr005' }],
  'not-text': [{}],
  'no-formats': [{}],
  'byte-order-mark': [place],
  'surrounding-space': [place],
  'aim-identifier': [place],
  'scanner-prefix': [place],
  'surrounding-text': [place],
  'percent-encoded': [place],
  'line-break-ignored': [place],
  'code-in-url': [place],
  'labelled-fields': [{}],
  'keyboard-undone': layouts.map((layout) => ({ layout })),
  'full-width': [place],
  'plus-restored': [place],
  'untagged-element': [place],
  'short-profile-id': [place],
  'written-eui': [place],
  'no-checksum': [{}],
  'group-address': [{ field: 'devEui' }],
  'case-doubtful': [{ field: 'serialNumber' }],
  'lower-case-text': [place],
  'lower-case-hex': [at],
  'empty-element': [place],
  'unknown-tag-ignored': [place],
  'unsafe-character': [at],
  'escaped-separator': [place],
  'checksum-not-last': [place],
  'key-dropped': [{ field: 'appKey' }],
}

/** Whatever sort of issue it is: those of warnings have no kind. */
const issues = Object.entries(LEAST).flatMap(([code, all]) =>
  (all as readonly object[]).flatMap((facts) =>
    (['damaged', 'misuse'] as const).map((kind) => ({ code, kind, ...facts }) as Read),
  ),
)

const COUNTED: Readonly<Record<string, { readonly characters: string[]; readonly bytes: string[] }>> = {
  English: { characters: ['0 characters', '1 character', '2 characters'], bytes: ['1 byte', '2 bytes'] },
  French: { characters: ['0 caractère', '1 caractère', '2 caractères'], bytes: ['1 octet', '2 octets'] },
  German: { characters: ['0 Zeichen', '1 Zeichen', '2 Zeichen'], bytes: ['1 Byte', '2 Byte'] },
  Spanish: { characters: ['0 caracteres', '1 carácter', '2 caracteres'], bytes: ['1 byte', '2 bytes'] },
  Chinese: { characters: ['0 个字符', '1 个字符', '2 个字符'], bytes: ['1 个字节', '2 个字节'] },
}

function lengthIn(words: Words, length: number, unit?: 'bytes'): string {
  const issue = { code: 'wrong-length', kind: 'misuse', ...at, length, expected: '16' } as const
  return explain(unit === undefined ? issue : { ...issue, unit }, words)
}

/** The count and its noun. */
function countOf(sentence: string): string {
  return /[012] (?:个字.|[a-zà-ÿ]+)/i.exec(sentence)?.[0] ?? sentence
}

function missingIn(words: Words, field: string): string {
  return explain({ code: 'missing-field', kind: 'damaged', field }, words)
}

describe.each(languages)('in %s', (language, words, own) => {
  const sentences = issues.map((issue) => explain(issue, words))

  test('every sentence with the least data that its type allows is whole', () => {
    for (const sentence of sentences) {
      expect(sentence).not.toMatch(/undefined|null|NaN|\[object|\(\)|（）| {2}|\.\.|。。/)
      expect(sentence).toMatch(
        language === 'Chinese' ? /^[^\s].*。$/ : /^(?:[A-ZÀ-Þ]|devEui|ownerToken|serialNumber).*\.$/,
      )
    }
  })

  test('the language has an `explain` of its own, which may be mapped over a list', () => {
    expect(issues.map(own)).toEqual(sentences)
  })

  test('one differs from another', () => {
    const byCode = new Map(issues.map((issue, i) => [issue.code, sentences[i]]))
    expect(new Set(byCode.values()).size).toBe(byCode.size)
  })

  test('numbers agree with their nouns', () => {
    const { characters, bytes } = COUNTED[language]!
    expect([0, 1, 2].map((length) => lengthIn(words, length)).map(countOf)).toEqual(characters)
    expect([1, 2].map((length) => lengthIn(words, length, 'bytes')).map(countOf)).toEqual(bytes)
  })

  test('fields have names of this language, those of a format’s own the one that they have', () => {
    expect(missingIn(words, 'sku')).toContain('sku')
    expect(missingIn(words, 'constructor')).toContain('constructor')
    expect(missingIn(words, 'devEui')).toMatch(/DevEUI|devEui/)
    expect(missingIn(words, 'ownerToken').includes('ownerToken')).toBe(language === 'English')
  })

  test('no English is left in what is expected', () => {
    for (const expected of ['hex digits', 'upper-case hex', 'printable ASCII', 'an even number', '1 to 32']) {
      const issue = { code: 'invalid-character', kind: 'misuse', ...at, expected, like: '0' } as const
      const sentence = explain(issue, words)
      expect(sentence.includes(expected)).toBe(language === 'English')
      expect(sentence).toContain('0')
    }
  })

  test('what can be scanned again differs from what has to be corrected', () => {
    const facts = { code: 'wrong-length', ...at, length: 15, expected: '16' } as const
    const again = explain({ ...facts, kind: 'damaged' }, words)
    expect(again.length).toBeGreaterThan(explain({ ...facts, kind: 'misuse' }, words).length)
  })
})

test('English when nothing is said, and where a list is mapped over', () => {
  const result = createDecoder().decode('LW:D0:70B3D57ED0000001:A84041000181D4A8:00000000')
  const warnings = result.ok ? result.warnings : []
  const map = explain as (issue: Warning) => string
  expect(warnings.map(map)).toEqual([
    'The code has no checksum: compare the DevEUI with the one on the label.',
  ])
})

test('an app may have sentences of its own', () => {
  const own: Words = { ...french, empty: () => 'Rien.' }
  expect(explain({ code: 'empty', kind: 'foreign' }, own)).toBe('Rien.')
  expect(explain({ code: 'missing-checksum', kind: 'damaged' }, own)).toBe(
    'Il manque la somme de contrôle qu’exige le format. Scannez à nouveau.',
  )
})

test('a catalogue that lacks a code does not compile', () => {
  const { empty: _, ...rest } = german
  // @ts-expect-error the sentence for `empty` is missing
  const broken: Words = rest
  expect(explain({ code: 'empty', kind: 'foreign' }, broken)).toBe('empty')
})
