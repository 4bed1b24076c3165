/** A device record takes a few hundred bytes. */
const MOST_BYTES = 1 << 16

/**
 * Thrown for a line that is longer than any device. It ends a batch, since the beginning of the next line is unknown.
 */
export class LineTooLong extends Error {}

/** A small body as JSON; `undefined` for any other. */
export async function jsonBody(request: Request): Promise<unknown> {
  // Of a body whose length is declared, the server lets through no more. Read at once it needs no stream, which took a
  // tenth of a request.
  const declared = request.headers.get('content-length')
  if (declared !== null && Number(declared) <= MOST_BYTES) return wholeBody(request)
  const decoder = new TextDecoder()
  let text = ''
  let bytes = 0
  try {
    for await (const chunk of (request.body ?? []) as AsyncIterable<Uint8Array>) {
      bytes += chunk.length
      if (bytes > MOST_BYTES) return undefined
      text += decoder.decode(chunk, { stream: true })
    }
    return JSON.parse(text + decoder.decode()) as unknown
  } catch {
    return undefined
  }
}

async function wholeBody(request: Request): Promise<unknown> {
  try {
    const text = await request.text()
    return text.length > MOST_BYTES ? undefined : (JSON.parse(text) as unknown)
  } catch {
    return undefined
  }
}

/**
 * The values of a body of NDJSON, as they arrive. A line that is not JSON is `undefined`, which the issuer refuses.
 *
 * @throws LineTooLong
 */
export async function* ndjsonBody(request: Request): AsyncGenerator<unknown, void, undefined> {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const chunk of (request.body ?? []) as AsyncIterable<Uint8Array>) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) if (line.trim() !== '') yield valueOf(line)
    if (rest.length > MOST_BYTES) throw new LineTooLong()
  }
  rest += decoder.decode()
  if (rest.trim() !== '') yield valueOf(rest)
}

function valueOf(line: string): unknown {
  if (line.length > MOST_BYTES) throw new LineTooLong()
  try {
    return JSON.parse(line) as unknown
  } catch {
    return undefined
  }
}

/** A body that is generated as fast as it is read. */
export function streamOf(lines: AsyncGenerator<string, void, undefined>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  return new ReadableStream({
    async pull(controller) {
      const { value, done } = await lines.next()
      if (done === true) controller.close()
      else controller.enqueue(encoder.encode(value))
    },
    async cancel() {
      await lines.return()
    },
  })
}
