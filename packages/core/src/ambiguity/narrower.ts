import type { Constraint } from '../format/grammar.ts'
import { patternWithin } from '../value/pattern.ts'

/** Whether every code that `narrow` claims would be claimed by `wide` too. */
function isWithin(narrow: readonly Constraint[], wide: readonly Constraint[]): boolean {
  return wide.every(({ name, patterns }) => {
    const own = narrow.find((one) => one.name === name)
    return (
      own !== undefined &&
      own.patterns.every((pattern) => patterns.some((one) => patternWithin(pattern, one)))
    )
  })
}

/** Whether a `match` claims part of what the other one claims, so that it goes first. No `match` at all is widest. */
export function isNarrower(narrow: readonly Constraint[], wide: readonly Constraint[]): boolean {
  return isWithin(narrow, wide) && !isWithin(wide, narrow)
}
