import { namedRecord } from '@claimtag/core'

/** A JSON object with the member names of a dialect. Members with an empty name are left out. */
export function named<K extends string>(
  names: Readonly<Record<K, string>>,
  values: Readonly<Record<K, string>>,
): Record<string, string> {
  const members = (Object.keys(names) as K[]).filter((key) => names[key] !== '')
  return namedRecord(members.map((key) => [names[key], values[key]] as const))
}
