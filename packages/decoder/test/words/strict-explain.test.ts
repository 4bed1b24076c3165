import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { explain as explainAny } from '@claimtag/decoder'
import { createDecoder, type DecodeError, explain, type Warning } from '@claimtag/decoder/strict'

const field = JSON.parse(readFileSync(new URL('../field/texts.json', import.meta.url), 'utf8')) as object
const sound = 'LW:D0:1122334455667788:AABBCCDDEEFF0011:AABB1122:OAABBCCDDEEFF:SYYWWNNNNNN:PFOOBAR:CAF2C'

/** Texts from the field, and a code cut off, extended or changed at every character. */
const texts = [
  ...(Object.values(field) as readonly string[]),
  ...Array.from(sound).flatMap((_, at) => [
    sound.slice(0, at),
    ...[' ', ':', 'x', '\0', 'é', ':T'].map((added) => `${sound.slice(0, at)}${added}${sound.slice(at)}`),
    `${sound.slice(0, at)}0${sound.slice(at + 1)}`,
  ]),
  sound.toLowerCase(),
]

test('whatever the strict decoder says has the sentence that it has everywhere', () => {
  const { decode } = createDecoder()
  const issues = texts
    .map(decode)
    .flatMap((result): readonly (DecodeError | Warning)[] => (result.ok ? result.warnings : [result.error]))
  expect(new Set(issues.map(({ code }) => code)).size).toBeGreaterThan(15)
  for (const issue of issues) expect(explain(issue)).toBe(explainAny(issue))
})

test('an issue of another decoder is its code', () => {
  expect(explain({ code: 'surrounding-text', position: 0 })).toBe('surrounding-text')
})
