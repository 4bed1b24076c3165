import { enlarge, halve, sharpen } from '../scan/look/enhance.ts'
import { copyGrey, type Grey } from '../scan/picture/grey.ts'
import type { FoundSymbol, GreyImage, Scanner } from '../scan/index.ts'
import type { Load } from './pace.ts'
import { centreSquare, cropped, inFrame, type Region, type Size } from './region.ts'
import type { FrameScanner } from './watch.ts'

/** A frame whose pixels are copied when it is known which are needed. */
export interface LazyFrame extends Size {
  /** The pixels of a part of the frame. */
  grey(region: Region): GreyImage | Promise<GreyImage>
}

export interface ReadOptions {
  /** Side of the square in the middle that is searched in every frame, in pixels; 720. */
  readonly window?: number
  /** What to do without on a slow device. */
  readonly load?: Load
}

/** Searches the frames of one camera. It remembers whose turn it is: one ladder a stream, one frame at a time. */
export interface Ladder extends FrameScanner<GreyImage> {
  /** The part of the next frame, of this size, that `read` will want. */
  wanted(frame: Size, options?: ReadOptions): Region
  /**
   * The codes of a frame, with corners in its pixels. Calls `frame.grey` once, for what `wanted` says.
   *
   * @throws ScanError as `scan` does
   */
  read(frame: LazyFrame, options?: ReadOptions): Promise<readonly FoundSymbol[]>
}

/** What a person aims with; a code of 16 pixels a module still fits in. */
const WINDOW = 720
/** Enlarged to 960 × 960, which takes three times as long as the window. */
const CLOSE_UP = 480
/** Whole frames up to this size are searched as they are: halved, a module of theirs would have too few pixels. */
const MOST_WHOLE = 1280 * 720
/** While codes are read in the window, every fourth frame still looks for a smaller one beside them. */
const LOOK_AROUND = 4

type Rung = 'enlarged' | 'sharpened' | 'whole'
const RUNGS: readonly Rung[] = ['enlarged', 'sharpened', 'whole']
const LIGHT_RUNGS: readonly Rung[] = ['enlarged', 'whole']

/**
 * Makes a scanner for the frames of a camera. A single search of the whole frame misses small codes and takes twice
 * as long. Here, each frame is searched in the middle at its own resolution. If nothing is read there, it is searched
 * in one more way, in turn: the middle enlarged, for small or noisy codes; the same sharpened, for soft ones; the
 * whole frame, for large or inverted ones. While codes are read, every fourth frame is searched in one more way, too,
 * for others beside them.
 *
 * @example
 * ```ts
 * import { createDecoder } from '@claimtag/decoder'
 * import { createScanner } from '@claimtag/decoder/scan'
 * import { createLadder, watch } from '@claimtag/decoder/watch'
 *
 * async function* frames() {
 *   yield { grey: new Uint8Array(640 * 480), width: 640, height: 480 }
 * }
 * const scanner = createLadder(createScanner())
 * for await (const { result } of watch(frames(), { scanner, decoder: createDecoder() })) console.log(result.ok)
 * ```
 */
export function createLadder(scanner: Pick<Scanner, 'scan'>): Ladder {
  let turn = 0
  let readInARow = 0
  const [packed, sharpened, resized] = [createBuffer(), createBuffer(), createBuffer()]

  function rungOf({ load = 'normal' }: ReadOptions): Rung {
    const rungs = load === 'normal' ? RUNGS : LIGHT_RUNGS
    return rungs[turn % rungs.length] ?? 'whole'
  }

  function wanted(frame: Size, options: ReadOptions = {}): Region {
    if (rungOf(options) === 'whole') return { x: 0, y: 0, width: frame.width, height: frame.height }
    return centreSquare(frame, options.window ?? WINDOW)
  }

  async function read(frame: LazyFrame, options: ReadOptions = {}): Promise<readonly FoundSymbol[]> {
    const rung = rungOf(options)
    const region = wanted(frame, options)
    const pixels = await frame.grey(region)
    const partOf = (part: Region): GreyImage =>
      cropped(pixels, { ...part, x: part.x - region.x, y: part.y - region.y })

    const window = centreSquare(frame, options.window ?? WINDOW)
    const first = await search(partOf(window), window, 1, 'low')
    readInARow = first.some(isRead) ? readInARow + 1 : 0
    if (readInARow % LOOK_AROUND !== 0) return first
    turn++
    // Labels beside one that is read are rarely larger than it: halved, they might be too small.
    const isHalved = readInARow === 0 || options.load === 'smaller-frames'
    if (rung === 'whole') return merged(first, await searchWhole(pixels, region, isHalved))
    const middle = centreSquare(frame, Math.min(CLOSE_UP, window.width))
    const small = pack(partOf(middle))
    const clear = rung === 'sharpened' ? sharpen(small, sharpened(small)) : small
    const large = enlarge(clear, resized({ width: 2 * clear.width, height: 2 * clear.height }))
    return merged(first, await search(asImage(large), middle, 2, 'low'))
  }

  async function searchWhole(
    pixels: GreyImage,
    region: Region,
    isHalved: boolean,
  ): Promise<readonly FoundSymbol[]> {
    if (!isHalved || region.width * region.height <= MOST_WHOLE) return search(pixels, region, 1, 'medium')
    const half = halve(pack(pixels), resized(region))
    return search(asImage(half), region, 0.5, 'medium')
  }

  async function search(
    image: GreyImage,
    region: Region,
    scale: number,
    effort: 'low' | 'medium',
  ): Promise<readonly FoundSymbol[]> {
    const symbols = await scanner.scan(image, { effort })
    return symbols.map((symbol) => ({ ...symbol, corners: inFrame(symbol.corners, region, scale) }))
  }

  /** Rows without gaps, which pictures are enlarged and halved from. */
  function pack(image: GreyImage): Grey {
    const { grey, width, height, stride = width } = image
    if (stride === width) return { pixels: grey, width, height }
    const pixels = packed(image)
    copyGrey(image, pixels)
    return { pixels, width, height }
  }

  return {
    wanted,
    read,
    scan: (image) =>
      read({ width: image.width, height: image.height, grey: (region) => cropped(image, region) }),
  }
}

function asImage({ pixels, width, height }: Grey): GreyImage {
  return { grey: pixels, width, height }
}

/** Memory for pictures of about one size: 20 a second of a megabyte each are too much to throw away. */
function createBuffer(): (size: Size) => Uint8Array {
  let bytes = new Uint8Array(0)
  return ({ width, height }) => {
    if (bytes.length < width * height) bytes = new Uint8Array(width * height)
    return bytes
  }
}

function isRead(symbol: FoundSymbol): symbol is FoundSymbol & { readonly text: string } {
  return 'text' in symbol
}

/** The symbols that either search has read, each once; if neither has read any, the damaged ones. */
function merged(first: readonly FoundSymbol[], second: readonly FoundSymbol[]): readonly FoundSymbol[] {
  const texts = new Set<string>()
  const read = [...first, ...second].filter((symbol) => {
    if (!isRead(symbol) || texts.has(symbol.text)) return false
    texts.add(symbol.text)
    return true
  })
  if (read.length > 0) return read
  return first.length > 0 ? first : second
}
