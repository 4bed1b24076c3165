/** Makes objects that inherit nothing; with a constructor they are as fast as object literals. */
const Bare = function Bare() {} as unknown as new () => Record<string, never>
Bare.prototype = Object.create(null)

/**
 * A record whose names come from people: from documents, columns or members of a file. It inherits nothing, so that
 * it has `constructor` or `toString` only if they were put in, and `__proto__` is a name like any other.
 *
 * @example
 * ```ts
 * import { namedRecord } from '@claimtag/core'
 *
 * console.log(namedRecord([['sku', 'S100']])['constructor']) // undefined
 * ```
 */
export function namedRecord<T>(entries: Iterable<readonly [name: string, value: T]> = []): Record<string, T> {
  const record: Record<string, T> = new Bare()
  for (const [name, value] of entries) record[name] = value
  return record
}
