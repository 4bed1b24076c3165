import { expect, test } from 'vitest'
import { builtInFormats, crc16Modbus, decode } from '@claimtag/core'
import { processorTime } from './processor-time.ts'

const IDS = 'LW:D0:70B3D57ED0000000:0004A310001AAED6:00000000'

/** Texts of any length, each meant to be as much work as its kind can be. */
const growing: Readonly<Record<string, (size: number) => string>> = {
  'empty elements': (size) => IDS + ':'.repeat(size),
  'unknown tags': (size) => IDS + ':XA'.repeat(size / 3),
  'a long token': (size) => `${IDS}:O${'A'.repeat(size)}`,
  'a long base64 token': (size) => {
    const text = `${IDS}:O${'Ab0+'.repeat(size / 4)}`
    return `${text}:C${crc16Modbus(text).toString(16).padStart(4, '0')}`
  },
  'damaged separators': (size) => `URN:LW:DP:${IDS.slice(6)}:${'%25'.repeat(size / 3)}`,
  'separators of no format': (size) => ':;_%'.repeat(size / 4),
  'white space': (size) => ' '.repeat(size),
  'white space inside': (size) => `A${' '.repeat(size)}A`,
  'a long address': (size) => `http://${'a/01/'.repeat(size / 5)}`,
  'a long serial number': (size) => 'A'.repeat(size),
  'X without end': (size) => `URN:LWDP:${'X'.repeat(size)}`,
  'X without end, and something else': (size) => `${'X'.repeat(size)}=`,
}

function readingOf(text: string): number {
  const twentyTimes = () => {
    for (let i = 0; i < 20; i += 1) decode(text, builtInFormats)
  }
  return processorTime(twentyTimes, 15)
}

test.each(Object.entries(growing))('eight times the text takes about eight times the time: %s', (_, text) => {
  readingOf(text(500))
  const [eighth, whole] = [readingOf(text(500)), readingOf(text(4000))]
  // Quadratic time would be 64 times as much; fractions of a millisecond cannot be compared.
  expect(whole).toBeLessThan(Math.max(eighth * 24, 2))
})

test.each(Object.entries(growing))(
  'beyond what a symbol holds, the text is not even looked at: %s',
  (_, text) => {
    const huge = text(6_000_000)
    const refuse = () =>
      expect(decode(huge, builtInFormats)).toMatchObject({ ok: false, error: { code: 'too-long' } })
    expect(processorTime(refuse, 3)).toBeLessThan(50)
  },
)
