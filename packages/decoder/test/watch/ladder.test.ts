import { expect, test } from 'vitest'
import { createScanner, type FoundSymbol, type GreyImage, type ScanOptions } from '../../src/scan/index.ts'
import { createLadder, type ReadOptions } from '../../src/watch/ladder.ts'
import { centreSquare } from '../../src/watch/region.ts'
import { frameWith } from '../symbol-frame.ts'
import { FOREIGN, OTHER_OURS, OURS, symbolAt } from './symbols.ts'

const FULL_HD = { width: 1920, height: 1080 }

/** A scanner that finds nothing until told, and notes what it was given. */
function createNotes() {
  const notes = {
    seen: [] as string[],
    finds: [] as readonly FoundSymbol[],
    async scan(image: unknown, { effort }: ScanOptions = {}): Promise<readonly FoundSymbol[]> {
      const { width, height } = image as GreyImage
      notes.seen.push(`${width}×${height} ${effort}`)
      return notes.finds
    },
    taken: () => notes.seen.splice(0),
  }
  return notes
}

function blank({ width, height }: { readonly width: number; readonly height: number }): GreyImage {
  return { grey: new Uint8Array(width * height), width, height }
}

test('where nothing is found, each frame is searched in its middle and in one more way, in turn', async () => {
  const notes = createNotes()
  const ladder = createLadder(notes)
  for (let i = 0; i < 4; i++) await ladder.scan(blank(FULL_HD))
  const middle = '720×720 low'
  const enlarged = '960×960 low'
  expect(notes.seen).toEqual([middle, enlarged, middle, enlarged, middle, '960×540 medium', middle, enlarged])
})

test('the two enlarged ways differ: as it is, and sharpened', async () => {
  const images: Uint8Array[] = []
  const frame = blank({ width: 500, height: 500 })
  for (let i = 0; i < frame.grey.length; i++) frame.grey[i] = (i % 500) % 7 < 3 ? 90 : 160
  const ladder = createLadder({
    async scan(image) {
      images.push((image as GreyImage).grey.slice())
      return []
    },
  })
  await ladder.scan(frame)
  await ladder.scan(frame)
  expect(range(images[1]!)).toEqual([90, 160])
  expect(range(images[3]!)).not.toEqual([90, 160])
})

test('while codes are read, every fourth frame still looks further', async () => {
  const notes = createNotes()
  notes.finds = [symbolAt(OURS)]
  const ladder = createLadder(notes)
  const counts: number[] = []
  for (let i = 0; i < 8; i++) {
    await ladder.scan(blank(FULL_HD))
    counts.push(notes.taken().length)
  }
  expect(counts).toEqual([1, 1, 1, 2, 1, 1, 1, 2])
})

test('a slow device does without the sharpened way', async () => {
  const notes = createNotes()
  const ladder = createLadder(notes)
  const options: ReadOptions = { load: 'no-sharpening' }
  for (let i = 0; i < 4; i++) await ladder.read({ ...FULL_HD, grey: (part) => blank(part) }, options)
  expect(notes.seen.filter((_, i) => i % 2 === 1)).toEqual([
    '960×960 low',
    '960×540 medium',
    '960×960 low',
    '960×540 medium',
  ])
})

test('only the part of a frame that is needed is copied, as was said beforehand', async () => {
  const ladder = createLadder(createNotes())
  const parts: unknown[] = []
  for (let i = 0; i < 3; i++) {
    const wanted = ladder.wanted(FULL_HD)
    await ladder.read({
      ...FULL_HD,
      grey(part) {
        parts.push(part)
        expect(part).toEqual(wanted)
        return blank(part)
      },
    })
  }
  const middle = { x: 600, y: 180, width: 720, height: 720 }
  expect(parts).toEqual([middle, middle, { x: 0, y: 0, ...FULL_HD }])
})

test('a smaller window, as for a zoom without a lens, is enlarged whole', async () => {
  const notes = createNotes()
  const ladder = createLadder(notes)
  await ladder.read({ ...FULL_HD, grey: (part) => blank(part) }, { window: 360 })
  expect(notes.seen).toEqual(['360×360 low', '720×720 low'])
})

test.each([
  [
    { width: 640, height: 480 },
    ['480×480 low', '960×960 low', '480×480 low', '960×960 low', '480×480 low', '640×480 medium'],
  ],
  [
    { width: 1080, height: 1920 },
    ['720×720 low', '960×960 low', '720×720 low', '960×960 low', '720×720 low', '540×960 medium'],
  ],
  [
    { width: 101, height: 75 },
    ['74×74 low', '148×148 low', '74×74 low', '148×148 low', '74×74 low', '101×75 medium'],
  ],
])('frames of %j', async (size, seen) => {
  const notes = createNotes()
  const ladder = createLadder(notes)
  for (let i = 0; i < 3; i++) await ladder.scan(blank(size))
  expect(notes.seen).toEqual(seen)
})

test('the square in the middle lies at even pixels, as chroma planes need', () => {
  for (let width = 90; width < 100; width++) {
    const { x, y, width: side, height } = centreSquare({ width, height: 61 }, 60)
    expect([x & 1, y & 1, side, height]).toEqual([0, 0, 60, 60])
  }
})

const scanner = createScanner()

test('a small code in the middle, a large one and an inverted one are read within a round, with corners in the frame', async () => {
  const small = { text: OURS, scale: 2, x: 900, y: 500 }
  const large = { text: OURS, scale: 24, x: 500, y: 120 }
  const inverted = { text: OURS, scale: 8, x: 800, y: 400, inverted: true }
  const aside = { text: OURS, scale: 8, x: 100, y: 700 }
  for (const symbol of [small, large, inverted, aside]) {
    const frame = await frameWith(FULL_HD, symbol)
    const ladder = createLadder(scanner)
    let found: readonly FoundSymbol[] = []
    let frames = 0
    for (; frames < 3 && found.length === 0; frames++) found = await ladder.scan(frame)
    expect(found).toMatchObject([{ text: OURS }])
    const [{ x, y }] = found[0]!.corners
    expect(Math.hypot(x - symbol.x, y - symbol.y)).toBeLessThan(2 * symbol.scale)
    // Only the small one lies in the window and is large enough for it.
    expect([symbol, frames]).toEqual([symbol, symbol === small ? 1 : 3])
  }
})

test('a code that is read does not hide a smaller one beside it', async () => {
  const frame = await frameWith(
    FULL_HD,
    { text: FOREIGN, scale: 8, x: 960, y: 400 },
    { text: OTHER_OURS, scale: 10, x: 100, y: 100 },
  )
  const ladder = createLadder(scanner)
  const texts = new Set<string>()
  for (let i = 0; i < 12; i++) {
    for (const symbol of await ladder.scan(frame)) if ('text' in symbol) texts.add(symbol.text)
  }
  expect([...texts]).toEqual([FOREIGN, OTHER_OURS])
})

test('the whole frame is searched at its own size for labels beside one that is read, unless the device is slow', async () => {
  const sizes: string[] = []
  const ladder = createLadder({
    async scan(image) {
      sizes.push('width' in image ? `${image.width}×${image.height}` : '')
      return [symbolAt(OURS)]
    },
  })
  for (const load of ['normal', 'no-sharpening', 'smaller-frames'] as const) {
    sizes.length = 0
    for (let i = 0; i < 12; i++) await ladder.read({ ...FULL_HD, grey: (part) => blank(part) }, { load })
    expect([load, sizes.includes('1920×1080')]).toEqual([load, load !== 'smaller-frames'])
  }
})

test('a code is told once, though both searches of a frame found it; one that is damaged only when nothing was read', async () => {
  const damaged: FoundSymbol = { corners: symbolAt(OURS).corners, damaged: 'checksum' }
  let finds: (readonly FoundSymbol[])[] = []
  const ladder = createLadder({ scan: async () => finds.shift() ?? [] })
  finds = [[damaged], [symbolAt(OURS), damaged]]
  expect(await ladder.scan(blank(FULL_HD))).toMatchObject([{ text: OURS }])
  finds = [[], [damaged]]
  expect(await ladder.scan(blank(FULL_HD))).toMatchObject([{ damaged: 'checksum' }])
  for (let i = 0; i < 3; i++) {
    finds = [[symbolAt(OURS)]]
    await ladder.scan(blank(FULL_HD))
  }
  finds = [[symbolAt(OURS)], [symbolAt(OURS), symbolAt(OTHER_OURS)]]
  expect(await ladder.scan(blank(FULL_HD))).toMatchObject([{ text: OURS }, { text: OTHER_OURS }])
})

function range(pixels: Uint8Array): readonly number[] {
  return [pixels.reduce((a, b) => Math.min(a, b)), pixels.reduce((a, b) => Math.max(a, b))]
}
