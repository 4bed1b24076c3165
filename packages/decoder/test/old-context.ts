import { createContext, runInContext } from 'node:vm'

/** What ECMAScript 2019 and later brought, by the object that has it. */
const NEWER: Readonly<Record<string, string>> = {
  'Array.prototype': 'flat flatMap at findLast findLastIndex toSorted toReversed toSpliced with',
  Array: 'fromAsync',
  'Object.getPrototypeOf(Uint8Array.prototype)': 'at findLast findLastIndex toSorted toReversed with',
  'String.prototype': 'trimStart trimEnd matchAll replaceAll at isWellFormed toWellFormed',
  'Symbol.prototype': 'description',
  Object: 'fromEntries hasOwn groupBy',
  Map: 'groupBy',
  Promise: 'allSettled any withResolvers',
  'RegExp.prototype': 'hasIndices',
  this: 'BigInt BigInt64Array BigUint64Array WeakRef FinalizationRegistry AggregateError Iterator console globalThis',
}

/** A context with nothing but the language of 2018: older engines of JavaScript in apps. */
export function oldContext(): object {
  const context = createContext(Object.create(null) as object)
  for (const [object, names] of Object.entries(NEWER)) {
    for (const name of names.split(' ')) runInContext(`delete (${object}).${name}`, context)
  }
  return context
}
