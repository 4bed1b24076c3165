import type { Invocation } from '../program.ts'
import { UsageError } from '../usage-error.ts'

export function text(flag: Invocation['flags'][string]): string | undefined {
  return typeof flag === 'string' ? flag : undefined
}

export function texts(flag: Invocation['flags'][string]): readonly string[] {
  return typeof flag === 'object' ? flag : []
}

/** @throws UsageError */
export function wholeNumber(name: string, given: Invocation['flags'][string]): number {
  const number = Number(given)
  if (!Number.isSafeInteger(number) || number < 0 || given === '')
    throw new UsageError(`${name} needs a whole number.`)
  return number
}
