/** Collects requests that arrive while a batch runs, and runs them together as the next batch. */
export interface Coalescer<Ask, Answer> {
  readonly ask: (one: Ask) => Promise<Answer>
  /** Many at once, with one promise for all: a promise for each took as long as the rest. Never rejects. */
  readonly askAll: (all: readonly Ask[]) => Promise<readonly Outcome<Answer>[]>
  /** Resolves when nothing runs or waits. */
  readonly idle: () => Promise<void>
}

interface Waiting<Ask, Answer> {
  readonly ask: Ask
  readonly to: Asker<Answer>
  /** Which of all that it asks. */
  readonly at: number
}

/** Who asks, for one answer or for many: one function for all of them, instead of two for each. */
type Asker<Answer> = (outcome: Outcome<Answer>, at: number) => void

export interface CoalescerOptions<Ask, Answer> {
  /** Gives an answer or an error for each, in order. Rejects for all of them. */
  readonly run: (batch: readonly Ask[]) => Promise<readonly Outcome<Answer>[]>
  readonly mostInFlight: number
  readonly mostRows: number
  /**
   * Whether batches that may be under way side by side share what is asked. Else the first one takes all, and then its
   * callers wait for its end while nothing else is done.
   */
  readonly isShared?: boolean
  /** Fewer rows are not worth a batch of their own where they are shared. 8 when left out. */
  readonly leastRows?: number
  /**
   * Resolves when all that is asked in this turn of the event loop has been asked: `setImmediate`. Callers ask again
   * when they have their answer; without it, the first of them goes alone, with a commit of its own.
   */
  readonly nextTurn?: () => Promise<unknown>
  /** Two requests with the same name never share a batch; left out, all may. */
  readonly nameOf?: (ask: Ask) => string
}

export type Outcome<Answer> = { readonly answer: Answer } | { readonly error: unknown }

const LEAST_ROWS = 8

export function createCoalescer<Ask, Answer>(options: CoalescerOptions<Ask, Answer>): Coalescer<Ask, Answer> {
  const { run, mostInFlight, mostRows, nameOf, nextTurn = sameTurn } = options
  const { isShared = false, leastRows = LEAST_ROWS } = options
  let waiting: Waiting<Ask, Answer>[] = []
  let inFlight = 0
  let rowsInFlight = 0
  let isStarting = false
  let whenIdle: (() => void)[] = []

  /** How many rows the next batch may take, so that all batches side by side have as many. */
  function share(): number {
    if (!isShared) return mostRows
    const all = waiting.length + rowsInFlight
    return Math.min(mostRows, Math.max(leastRows, Math.ceil(all / mostInFlight)))
  }

  function next(): readonly Waiting<Ask, Answer>[] {
    const most = share()
    if (nameOf === undefined) return waiting.splice(0, most)
    const names = new Set<string>()
    const batch: Waiting<Ask, Answer>[] = []
    const later: Waiting<Ask, Answer>[] = []
    for (const one of waiting) {
      const name = nameOf(one.ask)
      if (batch.length < most && !names.has(name)) batch.push(one)
      else later.push(one)
      names.add(name)
    }
    waiting = later
    return batch
  }

  async function start(): Promise<void> {
    inFlight += 1
    while (waiting.length > 0) {
      const batch = next()
      rowsInFlight += batch.length
      if (waiting.length > 0 && inFlight < mostInFlight) void start()
      await runBatch(batch)
      rowsInFlight -= batch.length
      await nextTurn()
    }
    inFlight -= 1
    if (inFlight > 0) return
    for (const wake of whenIdle) wake()
    whenIdle = []
  }

  async function runBatch(batch: readonly Waiting<Ask, Answer>[]): Promise<void> {
    let outcomes: readonly Outcome<Answer>[]
    try {
      outcomes = await run(batch.map(({ ask }) => ask))
    } catch (error) {
      for (const { to, at } of batch) to({ error }, at)
      return
    }
    for (let row = 0; row < batch.length; row += 1) {
      const { to, at } = batch[row]!
      to(outcomes[row] ?? { error: new Error('the batch has no answer for it') }, at)
    }
  }

  function startSoon(): void {
    if (isStarting || inFlight >= mostInFlight) return
    isStarting = true
    void nextTurn().then(() => {
      isStarting = false
      return inFlight < mostInFlight ? start() : undefined
    })
  }

  return {
    ask(ask) {
      return new Promise((resolve, reject) => {
        const to: Asker<Answer> = (outcome) => {
          if ('error' in outcome) reject(outcome.error)
          else resolve(outcome.answer)
        }
        waiting.push({ ask, to, at: 0 })
        startSoon()
      })
    },
    askAll(all) {
      return new Promise((resolve) => {
        const outcomes: Outcome<Answer>[] = Array.from({ length: all.length })
        let left = all.length
        if (left === 0) return resolve(outcomes)
        const to: Asker<Answer> = (outcome, at) => {
          outcomes[at] = outcome
          left -= 1
          if (left === 0) resolve(outcomes)
        }
        for (let at = 0; at < all.length; at += 1) waiting.push({ ask: all[at]!, to, at })
        startSoon()
      })
    },
    idle: () =>
      inFlight === 0 && waiting.length === 0 && !isStarting
        ? Promise.resolve()
        : new Promise((resolve) => void whenIdle.push(resolve)),
  }
}

async function sameTurn(): Promise<void> {
  // What was asked without waiting is part of the first batch.
}
