import type { PrintedLabel } from './labels.ts'
import { scribble, withGain, withLoss, withStreaks } from './marks.ts'
import { photograph } from './photograph.ts'
import type { Shot } from './shot.ts'
import { createRandom, type Random } from './random.ts'

/** How many photographs of each category there are, from mild to beyond what can be read. */
export const SHOTS = 40

/** A label in a hand, well lit and nearly still. */
function held(random: Random): Shot {
  return {
    module: 6,
    turn: random.between(-6, 6),
    tilt: random.between(0, 5),
    axis: random.between(0, 180),
    blur: 0,
    motion: 0,
    paper: random.between(205, 225),
    ink: random.between(20, 45),
    light: 1,
    noise: 2,
    glare: 0,
    damage: 0,
    quality: 0,
  }
}

/** What is changed in each category, at a severity from 0 to 1. */
const CATEGORIES = {
  rotation: (at) => ({ turn: 360 * at }),
  tilt: (at) => ({ tilt: mix(15, 62, at) }),
  blur: (at) => ({ blur: mix(0.2, 1.1, at) }),
  motion: (at) => ({ motion: mix(0.3, 2, at) }),
  noise: (at) => ({ noise: mix(8, 90, at) }),
  contrast: (at) => ({ paper: 128 + mix(50, 4, at), ink: 128 - mix(50, 4, at) }),
  module: (at) => ({ module: mix(3.5, 1.2, at) }),
  light: (at) => ({ light: mix(0.45, 0.05, at) }),
  jpeg: (at) => ({ quality: Math.round(mix(50, 3, at)) }),
  damage: (at) => ({ damage: mix(0.01, 0.3, at) }),
  inverted: (at, { paper, ink }) => ({ paper: ink, ink: paper, tilt: 20 * at }),
  glare: (at) => ({ glare: mix(80, 255, at) }),
  combined: (at, _, random) => ({
    turn: random.between(0, 360),
    tilt: mix(5, 40, at),
    blur: mix(0.1, 0.4, at),
    noise: mix(3, 18, at),
    light: mix(1, 0.4, at),
    module: mix(6, 4, at),
  }),
} satisfies Record<string, (at: number, shot: Shot, random: Random) => Partial<Shot>>

/** What a printer or a pen did to the label, beside the thirteen. */
const MARKS = {
  streaks: (at, label, random) => withStreaks(label, mix(0.02, 0.2, at), random),
  gain: (at, label) => withGain(label, mix(0.2, 0.5, at)),
  loss: (at, label) => withLoss(label, mix(0.2, 0.45, at)),
  pen: (_, label) => label,
} satisfies Record<string, (at: number, label: PrintedLabel, random: Random) => PrintedLabel>

type Mark = keyof typeof MARKS
export type Category = keyof typeof CATEGORIES | Mark
/** The thirteen of which the total is. */
export const photographed = Object.keys(CATEGORIES) as readonly Category[]
export const categoryNames = [...photographed, ...(Object.keys(MARKS) as readonly Mark[])]

/** A photograph of a label: what it shows, in grey pixels. */
export interface Photograph {
  readonly text: string
  readonly grey: Uint8Array
}

/** The photograph of so much severity, of `SHOTS`; the same each time. */
export function take(category: Category, severity: number, labels: readonly PrintedLabel[]): Photograph {
  const number = categoryNames.indexOf(category)
  const random = createRandom(1000 * number + severity)
  const label = labels[(severity * 7 + number) % labels.length] as PrintedLabel
  const shot = held(random)
  const at = severity / (SHOTS - 1)
  if (category in MARKS) {
    const marked = MARKS[category as Mark](at, label, random)
    const grey = photograph(marked, shot, random)
    if (category === 'pen') scribble(grey, mix(3, 13, at), mix(110, 60, at), random)
    return { text: label.text, grey }
  }
  const change: (at: number, shot: Shot, random: Random) => Partial<Shot> =
    CATEGORIES[category as keyof typeof CATEGORIES]
  return { text: label.text, grey: photograph(label, { ...shot, ...change(at, shot, random) }, random) }
}

function mix(from: number, to: number, at: number): number {
  return from + (to - from) * at
}
