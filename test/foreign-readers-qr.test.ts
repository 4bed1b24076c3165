import { scan } from '@claimtag/decoder/scan'
import { encodeQr, planQr, type ErrorCorrection, type QrSymbol } from '@claimtag/qr'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { requireTool } from './tools.ts'

const QUIET = 4
const DOTS = 4

interface Sample {
  readonly text: string
  readonly symbol: QrSymbol
}

/** One text for every version and level, with segments of several modes, near what the version holds. */
const samples: readonly Sample[] = Array.from({ length: 40 }, (_, i) => i + 1).flatMap((version) =>
  (['L', 'M', 'Q', 'H'] as const).map((errorCorrection) => {
    const text = longestThatFits(version, errorCorrection)
    return { text, symbol: encodeQr(text, { errorCorrection, minVersion: version, maxVersion: version }) }
  }),
)

function longestThatFits(version: number, errorCorrection: ErrorCorrection): string {
  const endless = `V${version}:${'LW:D0:0123456789/abcdef+GHIJKL '.repeat(100)}`
  for (let length = endless.length; ; length = Math.floor(length * 0.95)) {
    const text = endless.slice(0, length).trimEnd()
    try {
      planQr(text, { errorCorrection, maxVersion: version })
      return text
    } catch {
      // Too long still.
    }
  }
}

/** Grey pixels, `DOTS` a module, with a quiet zone. */
function pixelsOf({ size, get }: QrSymbol): { width: number; grey: Uint8Array } {
  const width = (size + 2 * QUIET) * DOTS
  const module = (pixel: number): number => Math.floor(pixel / DOTS) - QUIET
  const grey = Uint8Array.from({ length: width * width }, (_, i) =>
    get(module(i % width), module(Math.floor(i / width))) ? 0 : 255,
  )
  return { width, grey }
}

test('zxing reads every version and level', async () => {
  for (const { text, symbol } of samples) {
    const { width, grey } = pixelsOf(symbol)
    const data = new Uint8ClampedArray(width * width * 4)
    grey.forEach((value, i) => data.fill(value, 4 * i, 4 * i + 3).fill(255, 4 * i + 3, 4 * i + 4))
    expect(await scan({ data, width, height: width }), `version ${symbol.version}`).toEqual([text])
  }
})

test('zxing reads text outside ASCII, announced by an ECI', async () => {
  const text = 'Zürich 東京 😀 0123456789'
  const { width, grey } = pixelsOf(encodeQr(text))
  const data = Uint8ClampedArray.from({ length: width * width * 4 }, (_, i) =>
    i % 4 === 3 ? 255 : grey[i >> 2]!,
  )
  expect(await scan({ data, width, height: width })).toEqual([text])
})

test.skipIf(!requireTool('zbarimg'))('zbar reads every version and level, and an ECI', () => {
  const folder = mkdtempSync(join(tmpdir(), 'claimtag-zbar-'))
  try {
    const all = [...samples, { text: 'Zürich 東京 😀', symbol: encodeQr('Zürich 東京 😀') }]
    const files = all.map(({ symbol }, i) => {
      const { width, grey } = pixelsOf(symbol)
      const file = join(folder, `${i}.pgm`)
      writeFileSync(file, Buffer.concat([Buffer.from(`P5 ${width} ${width} 255\n`), grey]))
      return file
    })
    const read = execFileSync('zbarimg', ['--quiet', '--raw', '-Sdisable', '-Sqrcode.enable', ...files], {
      encoding: 'utf8',
    })
    expect(read.split('\n').slice(0, -1)).toEqual(all.map(({ text }) => text))
  } finally {
    rmSync(folder, { recursive: true })
  }
})
