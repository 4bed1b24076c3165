import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readFileSync } from 'node:fs'
import {
  builtInFormats,
  compileFormats,
  decode,
  defineFormat,
  encode,
  type FormatDocument,
} from '@claimtag/core'
import { deviceRecordSchema, formatDocumentSchema, formatJsonSchema } from '@claimtag/core/schema'
import { formatOf } from '../src/format/format.ts'
import { sample } from './arbitrary.ts'

const throughJson = (document: FormatDocument): unknown => JSON.parse(JSON.stringify(document))

test.each(builtInFormats.map((format) => [format.id, format] as const))(
  '%s fits the schema',
  (_, { document }) => {
    expect(formatDocumentSchema.parse(throughJson(document))).toEqual(throughJson(document))
  },
)

test('the schema accepts what defineFormat accepts', () => {
  fc.assert(
    fc.property(sample, ({ document }) => {
      const parsed = formatDocumentSchema.parse(throughJson(document))
      expect(formatOf(parsed).document).toEqual(formatOf(document).document)
    }),
  )
})

describe('refuses, and says where', () => {
  const acme = { id: 'acme', title: 'ACME', separator: ':', fields: [{ name: 'devEui' }] }
  test.each<[string, unknown, string]>([
    ['an unknown key', { ...acme, seperator: ':' }, ''],
    ['an id with capitals', { ...acme, id: 'ACME' }, 'id'],
    ['no fields', { ...acme, fields: [] }, 'fields'],
    ['an unknown form', { ...acme, fields: [{ name: 'ownerToken', wire: 'base58' }] }, 'fields.0'],
    ['an unknown checksum', { ...acme, checksum: { algorithm: 'crc32', tag: 'C' } }, 'checksum.algorithm'],
  ])('%s', (_, document, path) => {
    const result = formatDocumentSchema.safeParse(document)
    expect(result.error?.issues.map((issue) => issue.path.join('.'))).toContain(path)
  })
})

test('the JSON Schema knows every key and closes every object', () => {
  const schema = formatJsonSchema()
  expect(schema).toMatchObject({
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'claimtag format document',
    required: ['id', 'title', 'fields'],
    additionalProperties: false,
  })
  expect(Object.keys(schema['properties'] as object)).toEqual([
    '$schema',
    'id',
    'title',
    'readOnly',
    'prefix',
    'separator',
    'fields',
    'tags',
    'checksum',
    'match',
  ])
  expect(() => JSON.stringify(schema)).not.toThrow()
})

test('a record from outside comes out as decode would give it', () => {
  expect(deviceRecordSchema.parse({ devEui: '0004a310001aaed6', vendorId: 'aabb', ownerToken: 'x' })).toEqual(
    {
      devEui: '0004A310001AAED6',
      vendorId: 'AABB',
      ownerToken: 'x',
    },
  )
  // A caller may pass a field without a value; the record then lacks it, which toEqual alone would not show.
  const sparse = deviceRecordSchema.parse({ devEui: '0004A310001AAED6', joinEui: undefined })
  expect(Object.keys(sparse)).toEqual(['devEui'])
  const odd = deviceRecordSchema.safeParse({ devEui: '0004', ownerToken: '', appKey: 'secret' })
  expect(odd.error?.issues.map(({ path, code }) => [path.join(), code])).toEqual([
    ['devEui', 'custom'],
    ['ownerToken', 'too_small'],
    ['', 'unrecognized_keys'],
  ])
  expect(JSON.stringify(odd.error)).not.toContain('secret')
})

test('the document that the README shows is sound', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
  const [, json] = /^```json\n(.*?)^```$/ms.exec(readme) ?? []
  const acme = defineFormat(formatDocumentSchema.parse(JSON.parse(json ?? '')))
  const device = {
    devEui: '0004A310001AAED6',
    joinEui: '70B3D57ED0000000',
    vendorId: 'AC3E',
    vendorProfileId: '0001',
    ownerToken: '00112233445566778899aabbccddeeff',
    serialNumber: '26W47-00000',
    extra: { sku: 'T1' },
  }
  const text = encode(device, acme)
  expect(text).toContain(':O0AAISEM2EKVTHPCEZVK54ZXPO74:S26W47-00000:PB32-L-SKUT1:C')
  expect(() => {
    compileFormats([acme, ...builtInFormats])
  }).not.toThrow()
  expect(decode(text, [acme, ...builtInFormats])).toEqual({
    ok: true,
    record: device,
    format: 'acme',
    warnings: [],
  })
})
