import { misuse } from '../issue/misuse.ts'
import { LONGEST_CODE } from '../limits.ts'
import type { Extent } from '../value/extent.ts'

// Documents come from files: nothing about them is believed before it is looked at.

export function bad(path: string, reason: string): Error {
  return misuse({ code: 'bad-format-document', path, reason })
}

export function object(
  value: unknown,
  path: string,
  keys: readonly string[],
): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw bad(path, 'an object is expected')
  for (const key of Object.keys(value)) {
    // A misspelled key would otherwise silently be a rule that does not hold.
    if (!keys.includes(key)) throw bad(path, `the grammar knows only ${keys.join(', ')} here`)
  }
  return value as Readonly<Record<string, unknown>>
}

export function list(value: unknown, path: string, most: number): readonly unknown[] {
  if (!Array.isArray(value)) throw bad(path, 'a list is expected')
  if (value.length > most) throw bad(path, `at most ${most} entries are expected`)
  return value
}

export function bool(value: unknown, path: string): boolean {
  if (value !== undefined && typeof value !== 'boolean') throw bad(path, 'true or false is expected')
  return value === true
}

/** Printable ASCII; `''` only where `otherwise` says what stands for a missing value. */
export function text(value: unknown, path: string, otherwise?: string): string {
  if (value === undefined && otherwise !== undefined) return otherwise
  if (typeof value !== 'string' || !/^[ -~]{1,512}$/.test(value))
    throw bad(path, '1 to 512 characters of printable ASCII are expected')
  return value
}

export function oneOf<T extends string>(
  value: unknown,
  path: string,
  choices: readonly T[],
  otherwise: T,
): T {
  if (value === undefined) return otherwise
  const choice = choices.find((one) => one === value)
  if (choice === undefined) throw bad(path, `one of ${choices.join(', ')} is expected`)
  return choice
}

export function extent(value: unknown, path: string, otherwise: Extent): Extent {
  if (value === undefined) return otherwise
  const [least, most] = Array.isArray(value) && value.length === 2 ? value : [value, value]
  const whole = Number.isInteger(least) && Number.isInteger(most)
  if (!whole || least < 1 || most < least || most > LONGEST_CODE) {
    throw bad(path, `a count from 1 to ${LONGEST_CODE}, or the least and the most, is expected`)
  }
  return { least, most }
}
