/** Time, as an argument of what waits or measures. */
export interface Clock {
  /** Milliseconds. Of which moment on, and whether they may go back, says the function that takes the clock. */
  now(): number
  /** Resolves after so many milliseconds; earlier, and without an error, when the signal is aborted. */
  sleep(milliseconds: number, signal?: StopSignal): Promise<void>
}

/** What a wait needs of an `AbortSignal`, which belongs to the platform. */
export interface StopSignal {
  readonly aborted: boolean
  addEventListener(type: 'abort', listener: () => void): void
  removeEventListener(type: 'abort', listener: () => void): void
}
