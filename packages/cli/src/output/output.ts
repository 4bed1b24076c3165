import type { Io, Sink } from './io.ts'
import { paintFor, type Paint } from './paint.ts'
import type { Prose } from './prose.ts'
import { visibleJson } from '../settings/visible.ts'

/** The only way to stdout and stderr, so that no unescaped text reaches a terminal. */
export interface Output {
  readonly isTTY: boolean
  /** Columns of the terminal, if it has any. */
  readonly columns: number | undefined
  readonly paint: Paint
  /** Text for people. */
  print(text: Prose): void
  /** One line of JSON, for programs. */
  json(value: unknown): void
  /** Replaces the line of the cursor. */
  redraw(text: Prose): void
  /** Erases that line. */
  erase(): void
  /** Writes bytes of labels unchanged. Resolves when the reader takes more; rejects when it is gone. */
  readonly deliver: (bytes: Uint8Array) => Promise<void>
}

/** ECMA-48, EL: erases to the end of the line. */
const TO_LINE_START = '\r\u001B[K'

export function createOutput(sink: Sink, env: Io['env']): Output {
  return {
    isTTY: sink.isTTY === true,
    // The size of a terminal may be 0, which means unknown.
    columns: sink.columns || undefined,
    paint: paintFor(sink, env),
    print: ({ written }) => void sink.write(written),
    json: (value) => void sink.write(`${visibleJson(value)}\n`),
    redraw: ({ written }) => void sink.write(TO_LINE_START + written),
    erase: () => void sink.write(TO_LINE_START),
    async deliver(bytes) {
      if (sink.deliver === undefined) sink.write(bytes)
      else await sink.deliver(bytes)
    },
  }
}
