import type { HttpResponse } from './fetch.ts'

/** A list that comes whole, of a hundred thousand devices. */
const MOST_BYTES = 1 << 26
const TOO_LARGE = 'AnswerTooLarge'

interface Chunks {
  read(): Promise<{ readonly done: boolean; readonly value?: Uint8Array }>
  cancel(): Promise<unknown>
}

/**
 * The body of an answer. Where the platform gives it in pieces, one that does not end soon is left: it would fill the
 * memory.
 *
 * @throws Error that `isTooLarge` knows
 */
export async function textOf(response: HttpResponse, mostBytes = MOST_BYTES): Promise<string> {
  const chunks = chunksOf(response.body)
  if (chunks === undefined) {
    const text = await response.text()
    if (text.length > mostBytes) throw tooLarge()
    return text
  }
  const decoder = new TextDecoder()
  let [text, bytes] = ['', 0]
  for (;;) {
    const { done, value } = await chunks.read()
    if (done || value === undefined) return text + decoder.decode()
    bytes += value.length
    if (bytes > mostBytes) {
      // The connection is of no more use, whether or not it can be ended.
      chunks.cancel().catch(() => undefined)
      throw tooLarge()
    }
    text += decoder.decode(value, { stream: true })
  }
}

export function isTooLarge(error: unknown): boolean {
  return error instanceof Error && error.name === TOO_LARGE
}

function tooLarge(): Error {
  return Object.assign(new Error('the answer is too large'), { name: TOO_LARGE })
}

/** React Native has no pieces, nor has a `fetch` of one's own. */
function chunksOf(body: unknown): Chunks | undefined {
  if (typeof body !== 'object' || body === null || !('getReader' in body)) return undefined
  const { getReader } = body
  return typeof getReader === 'function' ? (getReader.call(body) as Chunks) : undefined
}
