import { createContext, runInContext } from 'node:vm'

/** What each edition of ECMAScript brought, by the object that has it. */
const NEW: Readonly<Record<number, Readonly<Record<string, string>>>> = {
  2019: {
    'Array.prototype': 'flat flatMap',
    'String.prototype': 'trimStart trimEnd',
    'Symbol.prototype': 'description',
    Object: 'fromEntries',
  },
  2020: {
    'String.prototype': 'matchAll',
    Promise: 'allSettled',
    this: 'BigInt BigInt64Array BigUint64Array globalThis',
  },
  2021: {
    'String.prototype': 'replaceAll',
    Promise: 'any',
    this: 'WeakRef FinalizationRegistry AggregateError',
  },
  2022: {
    'Array.prototype': 'at',
    'Object.getPrototypeOf(Uint8Array.prototype)': 'at',
    'String.prototype': 'at',
    Object: 'hasOwn',
    'RegExp.prototype': 'hasIndices',
  },
  2023: {
    'Array.prototype': 'findLast findLastIndex toSorted toReversed toSpliced with',
    'Object.getPrototypeOf(Uint8Array.prototype)': 'findLast findLastIndex toSorted toReversed with',
  },
  2024: {
    Array: 'fromAsync',
    'String.prototype': 'isWellFormed toWellFormed',
    Object: 'groupBy',
    Map: 'groupBy',
    Promise: 'withResolvers try',
    this: 'Iterator',
  },
}

/** A context with nothing but the language of that edition: older engines of JavaScript in apps. */
export function oldContext(edition = 2018): object {
  const context = createContext(Object.create(null) as object)
  for (const [year, brought] of Object.entries(NEW)) {
    if (Number(year) <= edition) continue
    for (const [object, names] of Object.entries(brought)) {
      for (const name of names.split(' ')) runInContext(`delete (${object}).${name}`, context)
    }
  }
  // The host's, not the language's.
  runInContext('delete this.console', context)
  return context
}
