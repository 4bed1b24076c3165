/** Lets so many at a time do something: a crate of devices must not drown its servers. */
export interface Turns {
  /** Resolves when it is one's turn. */
  take(): Promise<void>
  leave(): void
}

export function createTurns(most: number): Turns {
  const waiting: (() => void)[] = []
  let taken = 0
  return {
    async take() {
      if (taken++ >= most) await new Promise<void>((resolve) => waiting.push(resolve))
    },
    leave() {
      taken--
      waiting.shift()?.()
    },
  }
}
