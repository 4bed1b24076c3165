type Required<T> = { readonly [K in keyof T as object extends Pick<T, K> ? never : K]: T[K] }
type Facts<T> = T extends unknown ? Omit<Required<T>, 'code' | 'kind' | 'retryable'> : never

/** Each code with the least data that its type allows: what is optional does not compile. */
export type Least<T extends { readonly code: string }> = {
  readonly [C in T['code']]: Facts<Extract<T, { readonly code: C }>>
}

/** The same data with 1 for each number: a noun beside it must be in the singular. */
export function withOnes<T>(data: T): T {
  if (typeof data === 'number') return 1 as T
  if (typeof data !== 'object' || data === null) return data
  if (Array.isArray(data)) return data.map(withOnes) as T
  return Object.fromEntries(Object.entries(data).map(([name, value]) => [name, withOnes(value)])) as T
}

/** What a sentence says when it was made of data that is not there, or without a look at its number. */
const BROKEN =
  /\bundefined\b|\bnull\b|\bNaN\b|\bInfinity\b|\[object|\s{2}|\$\{|(?<!× )\b1 (?!(?:is|was|has|holds)\b)[a-z]+s\b/g

/**
 * What is wrong with a sentence for people: nothing, when it is whole.
 *
 * @param besides a word of it that would look broken elsewhere
 */
export function faultsIn(sentence: string, besides = ''): readonly string[] {
  const read = besides === '' ? sentence : sentence.replace(besides, 'this')
  const broken = read.match(BROKEN) ?? []
  return /^[\p{L}\d“"'./].*[.?!]$/u.test(sentence) ? broken : [...broken, `no sentence: ${sentence}`]
}
