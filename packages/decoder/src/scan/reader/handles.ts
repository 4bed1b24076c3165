/** Values of JavaScript that C++ holds, each by a number. */
export interface Handles {
  /** A handle for a value, which is kept until it is let go. */
  readonly hold: (value: unknown) => number
  readonly holdAgain: (handle: number) => void
  readonly value: (handle: number) => unknown
  readonly letGo: (handle: number) => void
}

/** C++ knows the handles of these by heart: 2, 4, 6 and 8. */
const CONSTANTS: readonly unknown[] = [undefined, null, true, false]
const STEP = 2

export function createHandles(): Handles {
  const held = new Map<number, { readonly value: unknown; uses: number }>()
  let last = 0

  function hold(value: unknown): number {
    last += STEP
    held.set(last, { value, uses: 1 })
    return last
  }

  for (const value of CONSTANTS) hold(value)
  const lastConstant = last
  return {
    hold: (value) => (CONSTANTS.includes(value) ? STEP * (CONSTANTS.indexOf(value) + 1) : hold(value)),
    holdAgain(handle) {
      const one = held.get(handle)
      if (one !== undefined) one.uses++
    },
    value: (handle) => held.get(handle)?.value,
    letGo(handle) {
      const one = held.get(handle)
      if (one !== undefined && handle > lastConstant && --one.uses === 0) held.delete(handle)
    },
  }
}
