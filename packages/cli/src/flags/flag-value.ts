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
  // Of nothing but spaces, Number makes 0, and of true 1.
  const isText = typeof given === 'string' && given.trim() !== ''
  if (!isText || !Number.isSafeInteger(number) || number < 0)
    throw new UsageError(`${name} needs a whole number.`)
  return number
}
