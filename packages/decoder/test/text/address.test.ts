import { describe, expect, test } from 'vitest'
import { defineFormat, tr005 } from '@claimtag/core'
import { createDecoder } from '@claimtag/decoder/documents'
import {
  errorOf,
  EXAMPLE,
  EXAMPLE_RECORD,
  IDS,
  IDS_RECORD,
  reading,
  warningsOf,
  withChecksum,
} from './example.ts'

describe('within a web address', () => {
  test.each([
    `https://app.example.com/claim?code=${EXAMPLE}`,
    `https://claim.example.com/#${EXAMPLE}`,
    `https://app.example.com/claim?a=1&code=${encodeURIComponent(EXAMPLE)}&utm_source=label#top`,
    `www.example.com/${EXAMPLE}`,
    `acme://claim?${EXAMPLE}`,
  ])('%s', (text) => {
    expect(reading(text)).toEqual(EXAMPLE_RECORD)
    expect(warningsOf(text).map(({ code }) => code)).toContain('code-in-url')
  })

  test('what is damaged there is said of the code, not of the address', () => {
    const text = `https://claim.example.com/#${EXAMPLE.replace('FOO', 'FOX')}`
    expect(errorOf(text)).toMatchObject({ code: 'checksum-mismatch', position: text.length - 4 })
  })

  test('a format of one’s own may own the prefix', () => {
    const acme = defineFormat({
      ...tr005.document,
      id: 'acme',
      prefix: 'HTTPS://CLAIM.EXAMPLE.COM/#LW:D0:',
      readOnly: true,
    })
    const decoder = createDecoder([acme])
    const text = withChecksum(`HTTPS://CLAIM.EXAMPLE.COM/#${IDS}:OA1`)
    const record = { ...IDS_RECORD, ownerToken: 'A1' }
    expect(decoder.decode(text)).toEqual({ ok: true, format: 'acme', record, warnings: [] })
    expect(reading(text)).toEqual({
      code: 'checksum-mismatch',
      kind: 'damaged',
      field: 'checksum',
      position: text.length - 4,
    })
  })

  test.each([
    ['https://ttig.pro/c/ec656efffe000128/abcdef12', 'url'],
    ['HTTPS://WWW.MILESIGHT-IOT.COM/QR?SN=6785C00000000010', 'milesight'],
    ['https://id.example/01/09520123456788/21/0004A310001AAED6', 'gs1-digital-link'],
    ['https://example.com/device/0004A310001AAED6', 'url'],
  ])('an address with sixteen digits is no code: %s', (text, foreignCode) => {
    expect(errorOf(text)).toEqual({ code: 'other-code', kind: 'foreign', foreignCode })
  })
})
