/** A circuit breaker: keeps requests from a server that fails again and again. */
export interface Circuit {
  /** How long requests are held back, in milliseconds; 0 when one may be sent. */
  readonly waitMs: () => number
  readonly succeeded: () => void
  readonly failed: () => void
  /** A request ended without a result that says anything about the server. */
  readonly abandoned: () => void
}

/**
 * Opens after so many failures in a row, and stays open for `openMs`. Then one request is sent as a trial: its
 * failure opens the circuit again at once, its success closes it.
 */
export function createCircuit(openAfter: number, openMs: number, now: () => number): Circuit {
  let failures = 0
  let openUntil = 0
  let isOnTrial = false
  return {
    waitMs() {
      const left = openUntil - now()
      if (left > 0) return left
      if (failures < openAfter) return 0
      if (isOnTrial) return openMs
      isOnTrial = true
      return 0
    },
    succeeded() {
      failures = 0
      isOnTrial = false
    },
    abandoned() {
      isOnTrial = false
    },
    failed() {
      failures += 1
      isOnTrial = false
      if (failures >= openAfter) openUntil = now() + openMs
    },
  }
}
