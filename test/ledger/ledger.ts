import { type Category, photographed } from './categories.ts'

/** By category, a character for each photograph from mild to severe: `x` is read, `.` is not. */
export type Ledger = Readonly<Record<Category, string>>

/** What a reader that is compared gives for a photograph. */
export type Outcome = 'read' | 'unread' | 'wrong'

export function outcomeOf(texts: readonly string[], expected: string): Outcome {
  if (texts.some((text) => text !== expected)) return 'wrong'
  return texts.length > 0 ? 'read' : 'unread'
}

/** Percent of the photographs of a category that are read. */
export function rateOf(line: string): number {
  return (100 * (line.match(/x/g) ?? []).length) / line.length
}

/** Percent of all photographs in the thirteen categories. */
export function totalOf(ledger: Ledger): number {
  return photographed.reduce((sum, category) => sum + rateOf(ledger[category]), 0) / photographed.length
}
