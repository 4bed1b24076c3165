/** A value, or with `*` at its end every value that begins with what stands before it. */
export type Pattern = string

function patternMatches(pattern: Pattern, value: string): boolean {
  return pattern.endsWith('*') ? value.startsWith(pattern.slice(0, -1)) : value === pattern
}

export function anyMatches(patterns: readonly Pattern[], value: string): boolean {
  return patterns.some((pattern) => patternMatches(pattern, value))
}

/** Whether everything that `narrow` matches is matched by `wide` too. */
export function patternWithin(narrow: Pattern, wide: Pattern): boolean {
  if (!narrow.endsWith('*')) return patternMatches(wide, narrow)
  return wide.endsWith('*') && narrow.startsWith(wide.slice(0, -1))
}
