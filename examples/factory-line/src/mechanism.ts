import type { Raster } from './raster.ts'

export interface MechanismStatus {
  readonly paperOut: boolean
  readonly headOpen: boolean
  readonly ribbonOut: boolean
  readonly paused: boolean
  readonly bufferFull: boolean
  /** Formats waiting behind the one that is being printed. */
  readonly formatsWaiting: number
  /** Copies of the current format still to be printed, the one under the head included. */
  readonly labelsRemaining: number
}

export interface MechanismOptions {
  /** Labels on the roll. */
  readonly paper: number
  /** Formats that fit into the memory. */
  readonly bufferLabels: number
  readonly msPerLabel: number
  readonly onLabel: (label: Raster) => void
  /** Called when there is space in the buffer again. */
  readonly onRoom: () => void
}

export interface Mechanism {
  readonly print: (label: Raster, copies: number) => void
  readonly status: () => MechanismStatus
  readonly set: (condition: 'headOpen' | 'ribbonOut' | 'paused', value: boolean) => void
  readonly loadPaper: (labels: number) => void
  /** Discards everything that is not on paper yet. */
  readonly clear: () => void
}

/** Paper, head, ribbon and the queue in front of them. */
export function createMechanism(options: MechanismOptions): Mechanism {
  const queue: { readonly label: Raster; copies: number }[] = []
  const conditions = { headOpen: false, ribbonOut: false, paused: false }
  let { paper } = options
  let underHead: NodeJS.Timeout | undefined

  return {
    print(label, copies) {
      if (copies < 1) return
      queue.push({ label, copies })
      turn()
    },
    status: () => ({
      ...conditions,
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
    clear() {
      queue.length = 0
      turn()
    },
  }

  /** Starts or stops the label under the head; a spoilt one is printed again from its start (`^JZY`). */
  function turn(): void {
    const stopped = paper <= 0 || conditions.headOpen || conditions.ribbonOut || queue.length === 0
    if (stopped) {
      clearTimeout(underHead)
      underHead = undefined
    } else if (underHead === undefined && !conditions.paused) {
      underHead = setTimeout(finish, options.msPerLabel)
    }
  }

  function finish(): void {
    underHead = undefined
    const first = queue[0]
    if (first === undefined) return
    paper -= 1
    first.copies -= 1
    if (first.copies === 0) queue.shift()
    options.onLabel(first.label)
    options.onRoom()
    turn()
  }
}
