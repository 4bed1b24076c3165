import { bundledWasm, pause } from '#host'
import type { FoundSymbol } from './reader/found-symbol.ts'
import { foundIn, inPlaceOf, isSettled } from './reader/found-in.ts'
import { attempts } from './look/attempts.ts'
import type { ScanImage } from './picture/image.ts'
import { openGrey, openImage, type DecodeImage } from './picture/open-image.ts'
import { BARCODES, FRAME, PURE, SEARCH, type Symbology } from './reader/read-options.ts'
import { createReaders, type WasmSource } from './reader/readers.ts'
import { ScanError } from './scan-error.ts'

export interface ScannerOptions {
  /**
   * The bytes of `@claimtag/decoder/zxing_reader.wasm`, or a function that fetches them for the first image. Node
   * finds them by itself. A browser has to be given them, so that nothing is ever fetched from a host that you did
   * not choose.
   */
  readonly wasm?: WasmSource
  /** After so many reads the reader is replaced by a new one, whose memory is small again. Default 10,000. */
  readonly renewAfter?: number
  /** Decodes what neither the reader nor the host can: in Node, WebP, AVIF and HEIC. */
  readonly decodeImage?: DecodeImage
}

/** The part of the web's `AbortSignal` that is used. */
export interface ScanSignal {
  readonly aborted: boolean
  readonly reason?: unknown
}

export interface ScanOptions {
  /** Looked at before each attempt. */
  readonly signal?: ScanSignal
  /**
   * The image holds one upright, sharply drawn symbol, dark on light, and nothing else, as a raster of our own does.
   * Skips the search for perspective, rotation and inversion: several times faster.
   */
  readonly pure?: boolean
  /**
   * `low`: one look without inversion and smaller sizes, for a frame of a camera. `medium`: one look. `high`, the
   * default: where that finds no text, further ones at the picture sharpened, lightened, enlarged.
   */
  readonly effort?: 'low' | 'medium' | 'high'
  /**
   * Looks for other bar codes than QR codes, in one look: those that labels show beside the code. Default `qr`, since
   * no claim code is anything else.
   */
  readonly symbology?: Symbology
}

/** Reads QR codes in images. One is enough for a program; each has a memory of its own. */
export interface Scanner {
  /**
   * Reads every QR code in an image.
   *
   * @returns the symbols that were found, those with a text first; `[]` when there is none
   * @throws ScanError `unreadable-image` (bytes are not an image, hold more than a picture of their size, or pixels
   *   do not match width × height), `unsupported-format`, `image-too-large` (over 64 megapixels), `wasm-missing`
   *   (outside Node, without `wasm`), `wasm-unusable`, `reader-failed`, `scanner-closed`, `scan-aborted`
   *   (or the reason of the signal)
   *
   * @example
   * ```ts
   * import { readFile } from 'node:fs/promises'
   * import { createScanner } from '@claimtag/decoder/scan'
   *
   * for (const symbol of await createScanner().scan(await readFile('label.png'))) {
   *   if ('text' in symbol) console.log(symbol.text.slice(0, 5)) // LW:D0
   * }
   * ```
   */
  scan(this: void, image: ScanImage, options?: ScanOptions): Promise<readonly FoundSymbol[]>
  /** Lets go of the reader and its memory. Scans that have not begun to read fail with `scanner-closed`. */
  close(this: void): void
}

/**
 * Makes a scanner. Nothing is loaded before the first image.
 *
 * @example
 * ```ts
 * import { readFile } from 'node:fs/promises'
 * import { createScanner } from '@claimtag/decoder/scan'
 *
 * const scanner = createScanner()
 * const [symbol] = await scanner.scan(await readFile('label.png'))
 * console.log(symbol !== undefined && 'text' in symbol) // true
 * scanner.close()
 * ```
 */
export function createScanner({ wasm = bundledWasm, renewAfter, decodeImage }: ScannerOptions = {}): Scanner {
  const readers = createReaders(wasm, renewAfter)
  let isClosed = false

  /** Comes first, and after every wait. */
  function refuse(signal: ScanSignal | undefined): void {
    if (isClosed) throw new ScanError({ code: 'scanner-closed' })
    if (signal?.aborted === true) throw signal.reason ?? new ScanError({ code: 'scan-aborted' })
  }

  return {
    async scan(image, { signal, pure = false, effort = 'high', symbology = 'qr' } = {}) {
      refuse(signal)
      const opened = await openImage(image, decodeImage)
      const first = symbology !== 'qr' ? BARCODES[symbology] : pure ? PURE : effort === 'low' ? FRAME : SEARCH
      const ready = (): void => refuse(signal)
      const found = foundIn(await readers.use(ready, (reader) => opened.read(reader, first)), 1, symbology)
      if (symbology !== 'qr' || pure || effort !== 'high' || isSettled(found)) return found
      const grey = await opened.pixels()
      for (const { grey: enhanced, options, scale, of } of grey === undefined ? [] : attempts(grey, found)) {
        await pause()
        const look = openGrey(enhanced)
        const more = foundIn(await readers.use(ready, (reader) => look.read(reader, options)), scale)
        if (isSettled(more)) return of === undefined ? more : inPlaceOf(of, found, more)
      }
      return found
    },
    close() {
      isClosed = true
      readers.drop()
    },
  }
}
