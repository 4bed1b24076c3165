/** Calls a listener of the caller, which must not end what is on its way. */
export function heard(call: () => void): void {
  try {
    call()
  } catch {
    // Its own affair.
  }
}
