import type { RowIssue } from '@claimtag/devices'
import type { Input } from '@claimtag/devices/parts'

type Place = Pick<RowIssue, 'file' | 'line'>

/** Compares two places by their files, in the order of the inputs, and then by their lines. */
export type PlaceOrder = (one: Place, other: Place) => number

/** The names of several inputs; of a single one, no issue says which it is in. */
export function filesOf(inputs: readonly Input[]): readonly string[] {
  return inputs.flatMap(({ file }) => file ?? [])
}

export function placeOrder(files: readonly string[] = []): PlaceOrder {
  if (files.length === 0) return (one, other) => one.line - other.line
  const numbers = new Map(files.map((file, number) => [file, number]))
  const fileOf = ({ file }: Place): number => numbers.get(file ?? '') ?? 0
  return (one, other) => fileOf(one) - fileOf(other) || one.line - other.line
}
