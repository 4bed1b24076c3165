import { createScanner, textsOf } from '@claimtag/decoder/scan'
import { createLabeller, defaultTemplate } from '@claimtag/label'
import { renderTerminal } from '@claimtag/label/terminal'
import { expect, test } from 'vitest'
import { CODE, FIELDS } from '../samples.ts'

const scanner = createScanner()

const placed = createLabeller(defaultTemplate, { dpi: 203 }).place(CODE, FIELDS)

/** The screen of a terminal: two square pixels for each character, light where a block is. */
function screen(
  lines: readonly string[],
  light: boolean,
): { data: Uint8ClampedArray; width: number; height: number } {
  const scale = 4
  const width = Math.max(...lines.map((line) => Array.from(line).length)) * scale
  const height = lines.length * 2 * scale
  const data = new Uint8ClampedArray(width * height * 4).fill(light ? 0 : 255)
  lines.forEach((line, row) => {
    Array.from(line).forEach((character, column) => {
      for (const half of [0, 1]) {
        if (character !== '█' && character !== (half === 0 ? '▀' : '▄')) continue
        for (let y = 0; y < scale; y += 1) {
          const at = (((row * 2 + half) * scale + y) * width + column * scale) * 4
          data.fill(light ? 255 : 0, at, at + scale * 4)
        }
      }
    })
  })
  for (let at = 3; at < data.length; at += 4) data[at] = 255
  return { data, width, height }
}

test('without colour a phone reads it from a dark terminal', async () => {
  const lines = renderTerminal(placed, { color: false }).trimEnd().split('\n')
  expect(textsOf(await scanner.scan(screen(lines, true)))).toEqual([CODE])
  expect(lines.some((line) => line.endsWith('70B3 D57E D00A 0004'))).toBe(true)
  expect(lines.join('')).not.toContain('\u001B')
})

test('with colour it is black on white, whatever the terminal', async () => {
  const lines = renderTerminal(placed).trimEnd().split('\n')
  expect(lines.every((line) => line.startsWith('\u001B[30;107m') && line.endsWith('\u001B[0m'))).toBe(true)
  expect(
    textsOf(
      await scanner.scan(
        screen(
          lines.map((line) => line.slice('\u001B[30;107m'.length, -'\u001B[0m'.length)),
          false,
        ),
      ),
    ),
  ).toEqual([CODE])
})
