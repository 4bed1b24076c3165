import { describe, expect, test } from 'vitest'
import {
  builtInFormats,
  ClaimtagError,
  decode,
  defineFormat,
  encode,
  type Format,
  type FormatDocument,
  type Issue,
  tr005,
} from '@claimtag/core'

const sound = {
  id: 'acme',
  title: 'Geräte von ACME',
  prefix: 'ACME:',
  separator: ':',
  fields: [{ name: 'devEui' }, { name: 'ownerToken', tag: 'O', issued: 'hex', wire: 'base32' }],
}
const fields = (...more: readonly unknown[]) => ({ ...sound, fields: [{ name: 'devEui' }, ...more] })

function faultOf(document: unknown): Extract<Issue, { code: 'bad-format-document' }> {
  try {
    defineFormat(document as FormatDocument)
  } catch (error) {
    if (!(error instanceof ClaimtagError)) throw error
    const { issue } = error as ClaimtagError
    if (issue.code === 'bad-format-document') return issue
    throw error
  }
  throw new Error('accepted')
}

test('a sound document is accepted, and copied', () => {
  const document = structuredClone(sound) as FormatDocument & { prefix: string }
  const format = defineFormat(document)
  document.prefix = 'OTHER:'
  expect(format).toMatchObject({
    id: 'acme',
    title: 'Geräte von ACME',
    writable: true,
    document: { prefix: 'ACME:' },
  })
  expect(encode({ devEui: '0004A310001AAED6' }, format)).toBe('ACME:0004A310001AAED6')
  expect(Object.isFrozen(format.document.fields[0])).toBe(true)
})

test('a format from elsewhere, known by its document alone, works too', () => {
  const copy = JSON.parse(JSON.stringify(tr005)) as typeof tr005
  const device = { devEui: '0004A310001AAED6', joinEui: '70B3D57ED0000000' }
  expect(encode(device, copy)).toBe(encode(device, tr005))
})

test.each<[string, unknown]>([
  ['the document itself', tr005.document],
  ['its id', 'tr005'],
  ['nothing', undefined],
  ['null', null],
])('what is no format is named so: %s', (_, format) => {
  const device = { devEui: '0004A310001AAED6', joinEui: '70B3D57ED0000000' }
  expect(() => encode(device, format as Format)).toThrow(expect.objectContaining({ code: 'not-a-format' }))
  expect(() => decode('', [format as Format])).toThrow(expect.objectContaining({ code: 'not-a-format' }))
})

const many = <T>(count: number, one: (i: number) => T): readonly T[] =>
  Array.from({ length: count }, (_, i) => one(i))
const nested = many(20_000, () => undefined).reduce<unknown>((inside) => [inside], 'x')
const circular: Record<string, unknown> = {}
circular['self'] = circular

describe('a bad document is refused with the place of the fault', () => {
  test.each<[string, unknown, string]>([
    ['no object', [], ''],
    ['null', null, ''],
    ['a key that the grammar does not have', { ...sound, seperator: ':' }, ''],
    ['an id with capitals', { ...sound, id: 'Acme' }, 'id'],
    ['no title', { ...sound, title: '' }, 'title'],
    ['a title with a line end', { ...sound, title: 'A\nB' }, 'title'],
    ['a prefix with an umlaut', { ...sound, prefix: 'Ä' }, 'prefix'],
    ['a prefix like a scanner’s', { ...sound, prefix: ']Q1' }, 'prefix'],
    ['fields that are no list', { ...sound, fields: {} }, 'fields'],
    ['no fields', { ...sound, fields: [] }, 'fields'],
    ['no devEui', { ...sound, fields: [{ name: 'joinEui' }] }, 'fields'],
    ['a devEui that may be missing', { ...sound, fields: [{ name: 'devEui', tag: 'D' }] }, 'fields'],
    [
      'a devEui that may be absent',
      { ...sound, fields: [{ name: 'devEui', absent: 'NONE' }] },
      'fields[0].absent',
    ],
    ['a field that is no object', fields('joinEui'), 'fields[1]'],
    ['a field without a name', fields({ tag: 'X' }), 'fields[1].name'],
    ['a field with an odd name', fields({ name: 'a b' }), 'fields[1].name'],
    ['a misspelled trait', fields({ name: 'sku', tag: 'X', requird: true }), 'fields[1]'],
    ['one field twice', fields({ name: 'sku' }, { name: 'sku', tag: 'S' }), 'fields'],
    ['one tag twice', fields({ name: 'sku', tag: 'S' }, { name: 'serialNumber', tag: 'S' }), 'fields'],
    ['a tag of two letters', fields({ name: 'sku', tag: 'SK' }), 'fields[1].tag'],
    ['a tag in lower case', fields({ name: 'sku', tag: 's' }), 'fields[1].tag'],
    ['a place after a tag', fields({ name: 'sku', tag: 'S' }, { name: 'serialNumber' }), 'fields'],
    ['an odd length', fields({ name: 'sku', length: 0 }), 'fields[1].length'],
    ['a length backwards', fields({ name: 'sku', length: [3, 2] }), 'fields[1].length'],
    ['a length of an EUI', fields({ name: 'joinEui', length: 16 }), 'fields[1].length'],
    ['a token’s length', fields({ name: 'ownerToken', length: 16 }), 'fields[1].length'],
    ['a form of something else', fields({ name: 'sku', wire: 'hex' }), 'fields[1].wire'],
    ['an unknown form', fields({ name: 'ownerToken', issued: 'base58' }), 'fields[1].issued'],
    ['text made of base64', fields({ name: 'ownerToken', issued: 'base64', wire: 'text' }), 'fields[1].wire'],
    [
      'a charset of base32',
      fields({ name: 'ownerToken', wire: 'base32', charset: 'A-Z' }),
      'fields[1].charset',
    ],
    ['a charset with a separator', fields({ name: 'sku', charset: '0-9:' }), 'fields[1].charset'],
    ['a charset with an umlaut', fields({ name: 'sku', charset: 'Ä' }), 'fields[1].charset'],
    ['a backward range', fields({ name: 'sku', charset: 'Z-A' }), 'fields[1].charset'],
    [
      'a separator of base64',
      { ...fields({ name: 'ownerToken', issued: 'base64' }), separator: '/' },
      'fields[1].wire',
    ],
    ['a stand-in with a separator', fields({ name: 'sku', absent: 'A:B' }), 'fields[1].absent'],
    [
      'a stand-in for a tagged element',
      fields({ name: 'sku', tag: 'S', absent: 'NONE' }),
      'fields[1].absent',
    ],
    ['a required place', fields({ name: 'sku', required: true }), 'fields[1].required'],
    ['a run of nothing', fields({ run: [] }), 'fields[1]'],
    ['a run of constants', fields({ run: [{ literal: 'A' }] }), 'fields[1]'],
    [
      'a run with two free lengths',
      fields({ run: [{ name: 'sku' }, { name: 'serialNumber' }] }),
      'fields[1]',
    ],
    [
      'a constant with a separator',
      fields({ run: [{ literal: ':' }, { name: 'sku' }] }),
      'fields[1].run[0].literal',
    ],
    [
      'a lead that is not at the end',
      fields({ run: [{ name: 'sku', lead: '-' }, { name: 'joinEui' }] }),
      'fields[1]',
    ],
    ['a lead that nothing stands before', fields({ name: 'sku', lead: '-' }), 'fields[1]'],
    ['a run with a tag inside', fields({ run: [{ name: 'sku', tag: 'A' }] }), 'fields[1].run[0]'],
    ['no separator between places', { ...fields({ name: 'sku' }), separator: undefined }, 'separator'],
    ['no separator before tags', { ...sound, separator: undefined }, 'separator'],
    [
      'no separator before unknown tags',
      { id: 'x', title: 'X', fields: [{ name: 'devEui' }], tags: { unknown: true } },
      'separator',
    ],
    ['a separator that is a letter', { ...sound, separator: 'x' }, 'separator'],
    ['a damaged separator that is none', { ...sound, tags: { damaged: 'x' } }, 'tags.damaged'],
    ['an unknown checksum', { ...sound, checksum: { algorithm: 'crc32', tag: 'C' } }, 'checksum.algorithm'],
    [
      'a checksum with a taken tag',
      { ...sound, checksum: { algorithm: 'crc16-modbus', tag: 'O' } },
      'fields',
    ],
    ['a $schema that is no text', { ...sound, $schema: nested }, '$schema'],
    ['a circular $schema', { ...sound, $schema: circular }, '$schema'],
    ['a $schema that is no JSON', { ...sound, $schema: 1n }, '$schema'],
    ['lists without end', fields(nested), 'fields[1]'],
    ['more elements than a code has room for', fields(...many(64, (i) => ({ name: `a${i}` }))), 'fields'],
    ['a run without end', fields({ run: many(65, (i) => ({ name: `a${i}`, length: 1 })) }), 'fields[1].run'],
    ['patterns without end', fields({ name: 'sku', not: many(257, (i) => `A${i}`) }), 'fields[1].not'],
    ['a match without end', { ...sound, match: { devEui: many(257, () => 'AA*') } }, 'match.devEui'],
    [
      'more than a code has room for',
      fields({ name: 'sku', length: 3000 }, { name: 'batch', length: 1300 }),
      'fields',
    ],
    ['a document without end', fields({ name: 'sku', not: many(256, () => 'A'.repeat(512)) }), ''],
    ['a key that would be written', fields({ name: 'AppKey' }), 'fields'],
    ['a match of an unknown field', { ...sound, match: { vendorId: 'AABB' } }, 'match'],
    ['a match of a tagged field', { ...sound, match: { ownerToken: 'AABB' } }, 'match'],
    [
      'a match of a token',
      { ...fields({ name: 'ownerToken' }), match: { ownerToken: 'AA*' } },
      'match.ownerToken',
    ],
    ['a match with nothing', { ...sound, match: { devEui: [] } }, 'match.devEui'],
    ['a match in lower case', { ...sound, match: { devEui: 'ab*' } }, 'match.devEui'],
    ['a match of a value too short', { ...sound, match: { devEui: '70B3D5' } }, 'match.devEui'],
    ['a match of a value too long', { ...sound, match: { devEui: '70B3D570B3D570B3D*' } }, 'match.devEui'],
    ['a match of no hex', { ...sound, match: { devEui: ['70B3D5*', 'ACME*'] } }, 'match.devEui'],
    [
      'a match outside the charset',
      { ...fields({ name: 'sku', charset: '0-9', length: 3 }), match: { sku: 'A12' } },
      'match.sku',
    ],
    ['a flag that is no flag', { ...sound, readOnly: 'yes' }, 'readOnly'],
  ])('%s', (_, document, path) => {
    const fault = faultOf(document)
    expect(fault.path).toBe(path)
    expect(fault.reason).not.toBe('')
  })
})

test('every built-in document survives a trip through JSON', () => {
  for (const { document, id } of builtInFormats) {
    expect(defineFormat(JSON.parse(JSON.stringify(document)) as FormatDocument).id).toBe(id)
  }
})
