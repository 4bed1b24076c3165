import { createScanner, type GreyImage } from '@claimtag/decoder/scan'
import { createLadder } from '@claimtag/decoder/watch'
import { type Label, labelOf, type Lens, photograph, uniforms } from './scene.ts'

/** What a camera does in good light, before it has focused, and in the dark. */
export const LENSES = {
  sharp: { blur: 0.4, noise: 3 },
  soft: { blur: 1, noise: 3 },
  dim: { blur: 0.4, light: 0.35, noise: 12 },
} as const satisfies Readonly<Record<string, Lens>>

export type LensName = keyof typeof LENSES

/** Ways to search the frames of one camera, made anew for each label that is held before it. */
export const WAYS = {
  ladder: (scanner: ReturnType<typeof createScanner>) => {
    const ladder = createLadder(scanner)
    return (frame: GreyImage) => ladder.scan(frame)
  },
  whole: (scanner: ReturnType<typeof createScanner>) => (frame: GreyImage) =>
    scanner.scan(frame, { effort: 'medium' }),
  middle: (scanner: ReturnType<typeof createScanner>) => (frame: GreyImage) => {
    const side = Math.min(720, frame.width, frame.height)
    const from = ((frame.height - side) >> 1) * frame.width + ((frame.width - side) >> 1)
    const grey = frame.grey.subarray(from, from + (side - 1) * frame.width + side)
    return scanner.scan({ grey, width: side, height: side, stride: frame.width }, { effort: 'low' })
  },
} as const

export interface Trial {
  readonly size: { readonly width: number; readonly height: number }
  readonly lens: LensName
  readonly pixelsPerModule: number
  /** How many labels are held before the camera. */
  readonly views: number
  /** How many frames each may take. */
  readonly frames: number
}

export interface Outcome {
  /** Of the views, by way. */
  read: number
  /** Texts that are not the label's. */
  wrong: number
  frames: number
  /** Milliseconds of processor time, of all frames. */
  spent: number
}

const scanner = createScanner()
const labels: readonly Label[] = [0, 1, 2, 3].map((n) => labelOf(n))

/** Holds labels before a camera, each turned and tilted differently, in a hand that is not quite still. */
export async function tryViews<Way extends keyof typeof WAYS>(
  { size, lens, pixelsPerModule, views, frames }: Trial,
  ways: readonly Way[],
): Promise<Readonly<Record<Way, Outcome>>> {
  const outcomes = new Map(ways.map((way) => [way, { read: 0, wrong: 0, frames: 0, spent: 0 }]))
  // Not counted: the first search of all compiles the reader, and each way's first allocates memory for its pictures.
  for (const way of ways) await WAYS[way](scanner)(photograph([], size))
  for (let view = 0; view < views; view++) {
    // Cells of one row differ in size alone.
    const random = uniforms(view + 1)
    const label = labels[view % labels.length]!
    const [turned, tilted, axis] = [360 * random(), 10 * random(), 360 * random()]
    const searches = new Map(ways.map((way) => [way, WAYS[way](scanner)]))
    for (let frame = 0; frame < frames && searches.size > 0; frame++) {
      const at = { x: size.width / 2 + 6 * random() - 3, y: size.height / 2 + 6 * random() - 3 }
      const seen = { label, pixelsPerModule, at, turned: turned + random(), tilted, axis }
      const image = photograph([seen], size, { ...LENSES[lens], seed: view * frames + frame + 1 })
      for (const [way, search] of searches) {
        const outcome = outcomes.get(way)!
        const before = process.cpuUsage()
        const found = await search(image)
        const { user, system } = process.cpuUsage(before)
        outcome.spent += (user + system) / 1000
        outcome.frames++
        const texts = found.flatMap((symbol) => ('text' in symbol ? [symbol.text] : []))
        outcome.wrong += texts.filter((text) => text !== label.text).length
        if (!texts.includes(label.text)) continue
        outcome.read++
        searches.delete(way)
      }
    }
  }
  return Object.fromEntries(outcomes) as Readonly<Record<Way, Outcome>>
}
