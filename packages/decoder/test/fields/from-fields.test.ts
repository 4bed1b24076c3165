import { describe, expect, test } from 'vitest'
import { thingpark, tr005 } from '@claimtag/core'
import { explain, requireToken } from '@claimtag/decoder'
import { fromFields } from '@claimtag/decoder/fields'

const devEui = '0004A310001AAED6'
const appEui = '70B3D57ED0000000'
const tokenOf = (format: typeof thingpark): object => format.fields.find(({ name }) => name === 'ownerToken')!

/** What a flow that needs a token gets. */
function claimable(ownerToken: string): object {
  const result = fromFields({ devEui, ownerToken })
  return result.ok ? requireToken(result) : result
}

describe('sound fields', () => {
  test.each<[string, Parameters<typeof fromFields>[0], object]>([
    ['all', { devEui, appEui, ownerToken: 'A1B2' }, { devEui, joinEui: appEui, ownerToken: 'A1B2' }],
    ['the DevEUI alone', { devEui }, { devEui }],
    ['empty fields', { devEui, appEui: '', ownerToken: ' ' }, { devEui }],
    [
      'separators, lower case, white space',
      { devEui: ' 00-04-a3-10-00-1a-ae-d6\n', appEui: '70B3 D57E D000 0000' },
      { devEui, joinEui: appEui },
    ],
    [
      'a token as it was issued',
      { devEui, ownerToken: ' aB+/0O1l== ' },
      { devEui, ownerToken: 'aB+/0O1l==' },
    ],
  ])('%s', (_, fields, record) => {
    expect(fromFields(fields)).toEqual({ ok: true, record, format: 'typed-fields', warnings: [] })
  })

  test('a group address is warned about', () => {
    expect(fromFields({ devEui: '0104A310001AAED6' })).toMatchObject({
      warnings: [{ code: 'group-address', field: 'devEui' }],
    })
  })

  test('a flow that needs a token asks for it as with a code', () => {
    expect(claimable('A1')).toMatchObject({ ok: true, record: { ownerToken: 'A1' } })
    expect(claimable('')).toMatchObject({ ok: false, error: { code: 'token-missing' } })
  })
})

describe('what is wrong is said of each field at once', () => {
  test('with the errors of decode', () => {
    expect(fromFields({ devEui: '0004A310', appEui: '70B3G57ED0000000', ownerToken: 'A B' })).toEqual({
      ok: false,
      errors: {
        devEui: {
          code: 'wrong-length',
          kind: 'misuse',
          field: 'devEui',
          position: 0,
          length: 8,
          expected: '16',
        },
        appEui: {
          code: 'invalid-character',
          kind: 'misuse',
          field: 'joinEui',
          position: 4,
          expected: 'hex digits',
        },
        ownerToken: {
          code: 'invalid-character',
          kind: 'misuse',
          field: 'ownerToken',
          position: 1,
          expected: 'printable ASCII',
        },
      },
    })
  })

  test.each<[string, string, object]>([
    ['O for 0', '0004A31OO01AAED6', { code: 'invalid-character', position: 7, like: '0' }],
    ['I for 1', '0004-A3I0-001A-AED6', { code: 'invalid-character', position: 7, like: '1' }],
    ['l for 1', ' 0004A3l0001AAED6', { code: 'invalid-character', position: 7, like: '1' }],
    ['nothing', '', { code: 'missing-field' }],
    ['a template', '0004A31000XXXXXX', { code: 'placeholder', position: 0 }],
    ['no text', 5 as unknown as string, { code: 'not-text' }],
    ['an AppEUI beside it', `${devEui} ${appEui}`, { code: 'wrong-length', length: 32 }],
  ])('%s', (_, text, error) => {
    const result = fromFields({ devEui: text })
    expect(result).toMatchObject({
      ok: false,
      errors: { devEui: { ...error, field: 'devEui', kind: 'misuse' } },
    })
  })

  test('the sentence says where to look, and what it may be', () => {
    const result = fromFields({ devEui: '0004A31OO01AAED6' })
    const error = result.ok ? undefined : result.errors.devEui
    expect(explain(error!)).toBe('Character 8 of devEui is not allowed: expected hex digits, perhaps 0.')
  })

  test.each<[string, typeof thingpark, string, object]>([
    ['a template', tr005, 'XXXXXXXX', { code: 'placeholder', position: 0 }],
    [
      'too long for any format',
      tr005,
      'A'.repeat(129),
      { code: 'wrong-length', length: 129, expected: '1 to 128' },
    ],
    [
      'no base64',
      thingpark,
      'ABEiM0RV-neImaq7zN3u/w==',
      { code: 'invalid-character', position: 8, expected: 'base64' },
    ],
  ])('a token that its format cannot have: %s', (_, format, ownerToken, error) => {
    const result = fromFields({ devEui, ownerToken }, { token: tokenOf(format) })
    expect(result).toMatchObject({ ok: false, errors: { ownerToken: error } })
  })

  test.each([
    ['hex', '0011AAff', { code: 'invalid-character', position: 6, expected: 'upper-case hex' }],
    ['hex', '0O11AAFF', { code: 'invalid-character', position: 1, like: '0' }],
    ['hex', '0011AAF', { code: 'wrong-length', length: 7, expected: '8' }],
    ['hex-lower', '0011AAFF', { code: 'invalid-character', position: 4, expected: 'lower-case hex' }],
    ['base64url', 'AB+/AA', { code: 'invalid-character', position: 2, expected: 'base64url' }],
    ['base64', 'ABCD', { code: 'wrong-length', length: 4, expected: '8' }],
  ] as const)('issued as %s: %s', (issued, ownerToken, error) => {
    const token = { issued, bytes: { least: 4, most: 4 } }
    expect(fromFields({ devEui, ownerToken }, { token })).toMatchObject({ errors: { ownerToken: error } })
  })

  test('an EUI in full width is the same EUI, a token is not the same token', () => {
    expect(fromFields({ devEui: '０００４Ａ３１０　００１ａａｅｄ６' })).toMatchObject({
      record: { devEui: '0004A310001AAED6' },
    })
    expect(fromFields({ devEui, ownerToken: 'Ａ１' })).toMatchObject({
      errors: { ownerToken: { code: 'invalid-character', position: 0 } },
    })
  })

  test('no error holds a part of the token', () => {
    const secret = 'S3CR3T é TOKEN'
    const said = JSON.stringify(fromFields({ devEui: secret, appEui: secret, ownerToken: secret }))
    expect(said).not.toMatch(/S3C|TOKEN/)
  })
})
