import { describe, expect, test } from 'vitest'
import { builtInFormats, defineFormat, type FormatDocument, thingpark, tr005 } from '@claimtag/core'

const requiredOf = (document: FormatDocument): readonly string[] =>
  defineFormat(document)
    .fields.filter(({ required }) => required)
    .map(({ name }) => name)

test.each(builtInFormats.map((format) => [format.id, format] as const))(
  '%s says what its document carries, in its order',
  (_, { document, fields }) => {
    const named = JSON.stringify(document.fields).match(/"name":"\w+"/g)
    expect(fields.map(({ name }) => `"name":"${name}"`)).toEqual(named)
    expect(Object.isFrozen(fields) && fields.every((field) => Object.isFrozen(field))).toBe(true)
  },
)

describe('a device cannot be written without', () => {
  test('what a built-in format needs', () => {
    expect(requiredOf(tr005.document)).toEqual(['joinEui', 'devEui'])
    expect(requiredOf(thingpark.document)).toEqual(['joinEui', 'devEui', 'ownerToken'])
  })

  const own = { id: 'own', title: 'Own', prefix: 'OWN:', separator: ':' }
  const ids = { run: [{ name: 'vendorId' }, { name: 'vendorProfileId' }] }

  test('what the document does not say by itself', () => {
    const document = { ...own, fields: [{ name: 'devEui' }, ids], match: { vendorId: 'AABB' } }
    expect(requiredOf(document)).toEqual(['devEui', 'vendorProfileId'])
    expect(defineFormat(document).fields[1]).toEqual({ name: 'vendorId', required: false, value: 'AABB' })
  })

  test('one of several values that the document allows', () => {
    expect(requiredOf({ ...own, fields: [{ name: 'devEui' }, ids], match: { vendorId: 'AA*' } })).toEqual([
      'devEui',
      'vendorId',
      'vendorProfileId',
    ])
  })

  test('the rest of an element that is never absent because a match looks at it', () => {
    const fields = [{ name: 'devEui' }, { ...ids, absent: '00000000' }]
    expect(requiredOf({ ...own, fields })).toEqual(['devEui'])
    expect(requiredOf({ ...own, fields, match: { vendorId: 'AABB' } })).toEqual(['devEui', 'vendorProfileId'])
  })
})

test.each<[string, object, object]>([
  ['told nothing', {}, { issued: 'text', bytes: { least: 1, most: 128 } }],
  ['of one size', { issued: 'hex', bytes: 16 }, { issued: 'hex', bytes: { least: 16, most: 16 } }],
  [
    'of a range',
    { issued: 'base64', wire: 'base32', bytes: [8, 32] },
    { issued: 'base64', bytes: { least: 8, most: 32 } },
  ],
])('says how a token is issued: %s', (_, token, said) => {
  const { fields } = defineFormat({
    id: 'own',
    title: 'Own',
    prefix: 'OWN:',
    separator: ':',
    fields: [{ name: 'devEui' }, { name: 'ownerToken', tag: 'O', ...token }],
  })
  expect(fields[1]).toEqual({ name: 'ownerToken', required: false, ...said })
})
