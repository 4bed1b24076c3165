/** Serialization failure and deadlock: nothing was done, and the database asks to repeat it. */
const AGAIN: readonly unknown[] = ['40001', '40P01']
const MOST_TRIES = 25
const MOST_MS = 200

/** Repeats work that the database rolled back because of another transaction, after a random pause that grows. */
export async function retried<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work()
    } catch (error) {
      if (tries === MOST_TRIES || !AGAIN.includes(codeOf(error))) throw error
      const most = Math.min(2 ** tries, MOST_MS)
      await new Promise((resolve) => setTimeout(resolve, Math.random() * most))
    }
  }
}

export function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined
}
