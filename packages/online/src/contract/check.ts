/** @throws Error with both values, unless they are the same plain data */
export function equal(what: string, found: unknown, expected: unknown): void {
  const [given, wanted] = [plain(found), plain(expected)]
  if (given !== wanted) throw new Error(`${what}: expected ${wanted}, and the store gave ${given}`)
}

/** @throws Error when the condition is false */
export function holds(what: string, isTrue: boolean): void {
  if (!isTrue) throw new Error(`${what}: it does not hold`)
}

declare const setTimeout: (callback: () => void, milliseconds: number) => unknown

/** Asks repeatedly until there is an answer: for results that take time, on a machine that may be busy. */
export async function eventually<T>(what: string, ask: () => Promise<T | undefined>): Promise<T> {
  for (let wait = 1; wait < 5000; wait *= 2) {
    const answer = await ask()
    if (answer !== undefined) return answer
    await new Promise<void>((resolve) => void setTimeout(resolve, wait))
  }
  throw new Error(`${what}: it did not within seconds`)
}

/** Data as text: members sorted, absent and undefined ones alike, bytes as numbers. */
function plain(value: unknown): string {
  if (ArrayBuffer.isView(value)) return `bytes ${[...(value as Uint8Array)].join(' ')}`
  if (Array.isArray(value)) return `[${value.map(plain).join(', ')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'undefined'
  const members = Object.entries(value).filter(([, member]) => member !== undefined)
  const sorted = members.sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${sorted.map(([name, member]) => `${name}: ${plain(member)}`).join(', ')}}`
}
