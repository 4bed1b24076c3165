import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { prepareZXingModule, writeBarcode } from 'zxing-wasm/writer'
import type { GreyImage } from '../src/scan/index.ts'

export interface DrawnSymbol {
  readonly text: string
  /** Pixels a module. */
  readonly scale: number
  /** Where its first module is. */
  readonly x: number
  readonly y: number
  readonly inverted?: boolean
}

/**
 * A frame with symbols on a light ground. The reader's own twin draws them, so that nothing of ours is on both sides.
 */
export async function frameWith(
  size: { readonly width: number; readonly height: number },
  ...symbols: readonly DrawnSymbol[]
): Promise<GreyImage> {
  await writer()
  const { width, height } = size
  const grey = new Uint8Array(width * height).fill(230)
  for (const { text, scale, x, y, inverted = false } of symbols) {
    const { symbol } = await writeBarcode(text, { format: 'QRCode', scale: 1, addQuietZones: false })
    const quiet = 4 * scale
    const side = symbol.width * scale
    for (let row = -quiet; row < side + quiet; row++) {
      for (let column = -quiet; column < side + quiet; column++) {
        const isInside = row >= 0 && column >= 0 && row < side && column < side
        const at = Math.floor(row / scale) * symbol.width + Math.floor(column / scale)
        const isDark = isInside && symbol.data[at] === 0
        grey[(y + row) * width + x + column] = isDark === inverted ? 230 : 20
      }
    }
  }
  return { grey, width, height }
}

let ready: Promise<unknown> | undefined

function writer(): Promise<unknown> {
  ready ??= (async () => {
    const path = createRequire(import.meta.url).resolve('zxing-wasm/writer/zxing_writer.wasm')
    const wasm = await readFile(path)
    await prepareZXingModule({ overrides: { wasmBinary: wasm.buffer }, fireImmediately: true })
  })()
  return ready
}
