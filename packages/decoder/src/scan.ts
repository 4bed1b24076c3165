import { prepareZXingModule, purgeZXingModule, readBarcodes, type ReaderOptions } from 'zxing-wasm/reader'
import { bundledWasm } from '#wasm'
import { imageSize, isPng } from './image-size.ts'
import { holdsMoreThanItsPicture } from './png-data.ts'
import { ScanError } from './scan-error.ts'

export { explain, ScanError, type ScanErrorCode, type ScanIssue } from './scan-error.ts'

/** Raw pixels, RGBA, 4 bytes each, row by row: the shape of the web's `ImageData`. */
export interface PixelImage {
  readonly data: Uint8ClampedArray | Uint8Array
  readonly width: number
  readonly height: number
}

export interface ScanOptions {
  /**
   * The image holds one upright, sharply drawn symbol and nothing else, as a raster of our own does.
   * Skips the search for perspective, rotation and inversion: about four times faster.
   */
  readonly pure?: boolean
  /**
   * The bytes of `zxing-wasm/reader/zxing_reader.wasm`. Node finds them by itself. A browser has to be
   * given them once, on the first call, so that nothing is ever fetched from a host that you did not choose.
   */
  readonly wasm?: ArrayBuffer
}

/** Above every phone camera's usual output, far below what would exhaust the reader's memory. */
const MOST_MEGAPIXELS = 64

/**
 * Reads every QR code in an image.
 *
 * @param image encoded PNG, JPEG or other common image bytes, or raw RGBA pixels
 * @returns the text of each symbol that was read whole, exactly as encoded; `[]` when there is none
 * @throws ScanError `unreadable-image` (bytes are no image, hold more than a picture of their size, or pixels don't
 *   match width × height),
 *   `image-too-large` (over 64 megapixels), `wasm-missing` (outside Node, first call without `wasm`)
 * @example
 * ```ts
 * const [text] = await scan(await readFile('label.png'))
 * ```
 */
export async function scan(
  image: PixelImage | Uint8Array,
  options: ScanOptions = {},
): Promise<readonly string[]> {
  const input = image instanceof Uint8Array ? checkedBytes(image) : checkedPixels(image)
  await ready(options.wasm)
  const results = await readBarcodes(input, options.pure === true ? PURE : SEARCH)
  if ((read += results.length) >= RENEW_AFTER) renew()
  if (results.some((result) => result.error === LOAD_FAILURE))
    throw new ScanError({ code: 'unreadable-image' })
  return results.filter((result) => result.isValid).map((result) => result.text)
}

// 'Plain' keeps the text as encoded; the reader's default rewrites GS1 and other structured content.
const SEARCH: ReaderOptions = {
  formats: ['QRCode'],
  textMode: 'Plain',
  tryHarder: true,
  maxNumberOfSymbols: 0xff,
}
const PURE: ReaderOptions = { ...SEARCH, isPure: true, binarizer: 'FixedThreshold', maxNumberOfSymbols: 1 }
const LOAD_FAILURE = 'Failed to load image from memory'

let loading: Promise<unknown> | undefined

async function ready(wasm: ArrayBuffer | undefined): Promise<void> {
  loading ??= load(wasm)
  try {
    await loading
  } catch (error) {
    loading = undefined
    throw error
  }
}

async function load(wasm: ArrayBuffer | undefined): Promise<void> {
  binary ??= wasm ?? (await bundledWasm())
  if (binary === undefined) throw new ScanError({ code: 'wasm-missing' })
  await instantiate(binary)
}

function instantiate(wasmBinary: ArrayBuffer): Promise<unknown> {
  return prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true })
}

// A module of zxing-wasm 3.1.4 keeps 2 KB of each symbol it has read as long as it lives: 2 GB of a million labels.
const RENEW_AFTER = 2500
let read = 0
let binary: ArrayBuffer | undefined

/** Drops the module and the memory that it keeps. Reads under way end in the old module; later ones use the new one. */
function renew(): void {
  read = 0
  if (binary === undefined) return
  purgeZXingModule()
  loading = instantiate(binary)
  // The next scan reports it.
  loading.catch(() => undefined)
}

function tooLarge(): ScanError {
  return new ScanError({ code: 'image-too-large', mostMegapixels: MOST_MEGAPIXELS })
}

function checkedBytes(bytes: Uint8Array): Uint8Array {
  const size = imageSize(bytes)
  if (size !== undefined && size.width * size.height > MOST_MEGAPIXELS * 1e6) throw tooLarge()
  if (isPng(bytes) && holdsMoreThanItsPicture(bytes)) throw new ScanError({ code: 'unreadable-image' })
  return bytes
}

function checkedPixels({ data, width, height }: PixelImage): Uint8Array {
  const whole = Number.isInteger(width) && Number.isInteger(height) && width > 0 && height > 0
  if (!whole || data.length !== width * height * 4) throw new ScanError({ code: 'unreadable-image' })
  if (width * height > MOST_MEGAPIXELS * 1e6) throw tooLarge()
  // The reader knows pixels by these three properties; its type for them, ImageData, needs the DOM's library.
  return { data, width, height } as unknown as Uint8Array
}
