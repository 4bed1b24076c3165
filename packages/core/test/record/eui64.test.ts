import { expect, test } from 'vitest'
import { isEui64, parseEui64, parseWrittenEui64 } from '@claimtag/core'

test.each([
  ['0004A310001AAED6', '0004A310001AAED6', '0004A310001AAED6'],
  ['0004a310001aaed6', '0004A310001AAED6', '0004A310001AAED6'],
  ['00-04-A3-10-00-1A-AE-D6', undefined, '0004A310001AAED6'],
  ['00:04:a3:10:00:1a:ae:d6', undefined, '0004A310001AAED6'],
  ['00 04 A3 10 00 1A AE D6', undefined, '0004A310001AAED6'],
  ['00-04:A3-10-00-1A-AE-D6', undefined, undefined],
  ['0004-A310-001A-AED6', undefined, '0004A310001AAED6'],
  // As our own labels print it.
  ['0004 A310 001A AED6', undefined, '0004A310001AAED6'],
  ['0004 A310-001A AED6', undefined, undefined],
  ['0004A310 001AAED6', undefined, undefined],
  ['0004A310001AAED', undefined, undefined],
  ['0004A310001AAED67', undefined, undefined],
  ['0004A310001AAEDG', undefined, undefined],
  [' 0004A310001AAED6', undefined, undefined],
  ['0004A310001AAED6\n', undefined, undefined],
  ['', undefined, undefined],
])('%j', (text, inCodes, inFiles) => {
  expect(parseEui64(text)).toBe(inCodes)
  expect(parseWrittenEui64(text)).toBe(inFiles)
})

test('only the canonical form is an Eui64', () => {
  expect(isEui64('0123456789ABCDEF')).toBe(true)
  for (const text of ['', '0004A310001AAED', '0004A310001AAED60', '0004a310001aaed6'])
    expect(isEui64(text)).toBe(false)
  for (const value of [undefined, null, 5, Array.from('0123456789ABCDEF')])
    expect(isEui64(value as unknown as string)).toBe(false)
  // One expectation for all: 65,536 of them took a second.
  const accepted = Array.from({ length: 0x10000 }, (_, unit) => String.fromCharCode(unit)).filter(
    (one) => isEui64(`0004A310001AAED${one}`) || isEui64(`${one}004A310001AAED6`),
  )
  expect(accepted.join('')).toBe('0123456789ABCDEF')
})
