import { type Asked, brokenOff, burnt, columnsOf, type Media, type Printed } from './media.ts'
import type { Raster } from './raster.ts'

export interface MechanismStatus {
  readonly paperOut: boolean
  readonly headOpen: boolean
  readonly ribbonOut: boolean
  readonly paused: boolean
  /** Labels are stuck in it. */
  readonly jammed: boolean
  /** The sensor looks for a gap or a mark that this roll does not have. */
  readonly lost: boolean
  /** A label has been peeled off, and is still to be taken: the next one waits. */
  readonly labelWaiting: boolean
  readonly bufferFull: boolean
  /** Formats waiting behind the one that is being printed. */
  readonly formatsWaiting: number
  /** Copies of the current format still to be printed, the one under the head included. */
  readonly labelsRemaining: number
}

/** Something that a person does, or that happens, at the printer. */
type Condition = 'headOpen' | 'ribbonOut' | 'paused' | 'jammed'

/** The head stops in the middle of a row. */
export interface Break {
  /** Counted from the first that this printer was given. */
  readonly row: number
  /** Rows of dots that are on paper then. */
  readonly afterDots: number
  readonly by: 'head' | 'power'
}

export interface MechanismOptions {
  /** Rows of labels on the roll. */
  readonly paper: number
  /** Formats that fit into the memory. */
  readonly bufferLabels: number
  readonly msPerLabel: number
  readonly media: Media
  readonly breaks: readonly Break[]
  readonly onLabel: (label: Raster, how: Printed) => void
  /** Called with each label of a row that the head did not finish. */
  readonly onSpoilt: (label: Raster, column: number) => void
  readonly onPowerLost: () => void
  /** Called when there is space in the buffer again. */
  readonly onRoom: () => void
}

export interface Mechanism {
  readonly print: (label: Raster, copies: number, asked: Asked) => void
  readonly status: () => MechanismStatus
  readonly set: (condition: Condition, value: boolean) => void
  readonly loadPaper: (labels: number) => void
  /** Takes the label that was peeled off. */
  readonly take: () => void
  /** Discards everything that is not on paper yet. */
  readonly clear: () => void
}

/** Paper, head, ribbon and the queue in front of them. */
export function createMechanism(options: MechanismOptions): Mechanism {
  const { media } = options
  const queue: { readonly label: Raster; copies: number; readonly asked: Asked }[] = []
  const conditions = { headOpen: false, ribbonOut: false, paused: false, jammed: false }
  const breaks = [...options.breaks]
  let { paper } = options
  let underHead: NodeJS.Timeout | undefined
  let labelWaiting = false
  let [rows, sinceCut] = [0, 0]

  return {
    print(label, copies, asked) {
      if (copies < 1) return
      queue.push({ label: burnt(label, asked), copies, asked })
      turn()
    },
    status: () => ({
      ...conditions,
      labelWaiting,
      lost: isLost(),
      paperOut: paper <= 0,
      bufferFull: queue.length >= options.bufferLabels,
      formatsWaiting: Math.max(0, queue.length - 1),
      labelsRemaining: queue[0]?.copies ?? 0,
    }),
    set(condition, value) {
      conditions[condition] = value
      turn()
    },
    loadPaper(labels) {
      paper = labels
      turn()
    },
    take() {
      labelWaiting = false
      turn()
    },
    clear() {
      queue.length = 0
      labelWaiting = false
      turn()
    },
  }

  function isLost(): boolean {
    const sensing = queue[0]?.asked.sensing
    return media.sensing !== undefined && sensing !== undefined && sensing !== media.sensing
  }

  /** Starts or stops the label under the head; a spoilt one is printed again from its start (`^JZY`). */
  function turn(): void {
    const { headOpen, ribbonOut, jammed, paused } = conditions
    const stopped = paper <= 0 || headOpen || ribbonOut || jammed || isLost() || queue.length === 0
    if (stopped) {
      clearTimeout(underHead)
      underHead = undefined
    } else if (underHead === undefined && !paused && !labelWaiting) {
      underHead = setTimeout(finish, options.msPerLabel)
    }
  }

  function finish(): void {
    underHead = undefined
    const first = queue[0]
    if (first === undefined) return
    paper -= 1
    if (breaks.some(({ row }) => row === rows + 1)) return breakOff(first.label)
    rows += 1
    first.copies -= 1
    if (first.copies === 0) queue.shift()
    const { finish: how = 'tear', cutEvery = 1 } = first.asked
    sinceCut = how === 'cut' ? (sinceCut + 1) % cutEvery : 0
    labelWaiting = how === 'peel'
    const isCut = how === 'cut' && sinceCut === 0
    for (const [column, label] of columnsOf(first.label, media).entries())
      options.onLabel(label, { column, finish: how, isCut })
    options.onRoom()
    turn()
  }

  /** All labels of the row end at the same line of dots. */
  function breakOff(row: Raster): void {
    const at = breaks.findIndex(({ row: number }) => number === rows + 1)
    const [{ afterDots, by }] = breaks.splice(at, 1) as [Break]
    for (const [column, label] of columnsOf(brokenOff(row, afterDots), media).entries())
      options.onSpoilt(label, column)
    if (by === 'power') return options.onPowerLost()
    conditions.headOpen = true
    turn()
  }
}
