import type { CompiledMatch } from './compiled-format.ts'
import { patternWithin } from '../value/pattern.ts'

/** Whether every code that `narrow` claims would be claimed by `wide` too. */
function isWithin(narrow: readonly CompiledMatch[], wide: readonly CompiledMatch[]): boolean {
  return wide.every(({ name, patterns }) => {
    const own = narrow.find((one) => one.name === name)
    return (
      own !== undefined &&
      own.patterns.every((pattern) => patterns.some((one) => patternWithin(pattern, one)))
    )
  })
}

/** Whether a `match` claims part of what the other one claims, so that it goes first. No `match` at all is widest. */
export function isNarrower(narrow: readonly CompiledMatch[], wide: readonly CompiledMatch[]): boolean {
  return isWithin(narrow, wide) && !isWithin(wide, narrow)
}
