/** Time, for reservations. */
export interface Clock {
  /** Milliseconds. Processes that share a store should agree on it to within the lease. */
  now(): number
  sleep(milliseconds: number): Promise<void>
}

// Every platform that this runs on has it, and no library of the language declares it.
declare function setTimeout(callback: () => void, milliseconds: number): unknown

export const platformClock: Clock = {
  now: () => Date.now(),
  sleep: (milliseconds) => new Promise((resolve) => void setTimeout(resolve, milliseconds)),
}
