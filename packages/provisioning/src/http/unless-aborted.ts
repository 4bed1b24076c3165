/**
 * The result of a call, or a rejection as soon as the signal is aborted: a `fetch` of another platform may ignore the
 * signal, in a body that never ends above all.
 */
export async function unlessAborted<T>(signal: AbortSignal | undefined, call: () => Promise<T>): Promise<T> {
  if (signal === undefined) return call()
  if (signal.aborted) throw new Stopped()
  let stop = (): void => undefined
  const stopped = new Promise<never>((_, reject) => {
    stop = () => reject(new Stopped())
    signal.addEventListener('abort', stop)
  })
  try {
    return await Promise.race([call(), stopped])
  } finally {
    signal.removeEventListener('abort', stop)
  }
}

/** Has the name that `fetch` gives such an error. */
class Stopped extends Error {
  override readonly name = 'AbortError'
}
