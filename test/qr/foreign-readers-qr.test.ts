import { createScanner, textsOf } from '@claimtag/decoder/scan'
import { encodeQr, planQr, type ErrorCorrection, type QrSymbol } from '@claimtag/qr'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { requireTool } from '../tools.ts'

const scanner = createScanner()

const QUIET = 4
const DOTS = 3

interface Sample {
  readonly text: string
  readonly symbol: QrSymbol
}

/** One text for every version and level, with segments of several modes, near the capacity of the version. */
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
      // Still too long.
    }
  }
}

/** Pixels with a quiet zone, `bytes` equal ones each: 4 for RGBA, all opaque, or 1 for grey. */
function pixelsOf({ size, get }: QrSymbol, bytes: 1 | 4): { width: number; data: Uint8Array } {
  const width = (size + 2 * QUIET) * DOTS
  const data = new Uint8Array(width * width * bytes).fill(255)
  for (let y = 0; y < width; y++) {
    for (let x = 0; x < width; x++) {
      if (!get(Math.floor(x / DOTS) - QUIET, Math.floor(y / DOTS) - QUIET)) continue
      const at = (y * width + x) * bytes
      data.fill(0, at, at + Math.min(bytes, 3))
    }
  }
  return { width, data }
}

async function zxing(symbol: QrSymbol): Promise<readonly string[]> {
  const { width, data } = pixelsOf(symbol, 4)
  return textsOf(await scanner.scan({ data, width, height: width }, { pure: true }))
}

test('zxing reads every version and level', async () => {
  for (const { text, symbol } of samples) {
    expect(await zxing(symbol), `version ${symbol.version}`).toEqual([text])
  }
})

test('zxing reads text outside ASCII, announced by an ECI', async () => {
  const text = 'Zürich 東京 😀 0123456789'
  expect(await zxing(encodeQr(text))).toEqual([text])
})

test.skipIf(!requireTool('zbarimg'))('zbar reads every version and level, and an ECI', () => {
  const folder = mkdtempSync(join(tmpdir(), 'claimtag-zbar-'))
  try {
    const all = [...samples, { text: 'Zürich 東京 😀', symbol: encodeQr('Zürich 東京 😀') }]
    const files = all.map(({ symbol }, i) => {
      const { width, data } = pixelsOf(symbol, 1)
      const file = join(folder, `${i}.pgm`)
      writeFileSync(file, Buffer.concat([Buffer.from(`P5 ${width} ${width} 255\n`), data]))
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
