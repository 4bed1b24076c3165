/** Devices that machines have sent while a label was still to be dealt with. */
export interface WaitingRoom {
  readonly size: number
  /** Resolves to true when it is their turn, and to false when their machine is gone or the station is closed. */
  wait(signal: AbortSignal): Promise<boolean>
  /** Something has happened, so that it may be their turn. */
  look(): void
  close(): void
}

/**
 * @param isFree whether the station takes a device now
 * @param onChange called with how many wait
 */
export function createWaitingRoom(isFree: () => boolean, onChange: (size: number) => void): WaitingRoom {
  const waiting = new Set<(isTheirTurn: boolean) => void>()
  let isClosed = false

  function release(isTheirTurn: boolean): void {
    // In the order in which they came.
    for (const settle of waiting) settle(isTheirTurn)
  }

  return {
    get size() {
      return waiting.size
    },
    async wait(signal) {
      if (isClosed || signal.aborted) return false
      if (isFree()) return true
      return new Promise<boolean>((resolve) => {
        const leave = (): void => settle(false)
        function settle(isTheirTurn: boolean): void {
          waiting.delete(settle)
          signal.removeEventListener('abort', leave)
          onChange(waiting.size)
          resolve(isTheirTurn)
        }
        waiting.add(settle)
        signal.addEventListener('abort', leave, { once: true })
        onChange(waiting.size)
      })
    },
    look() {
      if (waiting.size > 0 && isFree()) release(true)
    },
    close() {
      isClosed = true
      release(false)
    },
  }
}
