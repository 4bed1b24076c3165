import type { Io, Sink } from './io.ts'
import { paintFor, type Paint } from './paint.ts'
import type { Prose } from './prose.ts'
import { visibleJson } from '../settings/visible.ts'

/** Where the command writes: the only way to stdout and stderr, so that no text reaches a terminal unspelled. */
export interface Output {
  readonly isTTY: boolean
  /** Columns of the terminal, if it has any. */
  readonly columns: number | undefined
  readonly paint: Paint
  /** Text for people. */
  print(text: Prose): void
  /** One line of JSON, for programs. */
  json(value: unknown): void
  /** Puts a text in the place of the line that the cursor is on. */
  redraw(text: Prose): void
  /** Takes that line away. */
  erase(): void
  /** Bytes of labels, as they are. Resolves when the reader takes more; rejects when it is gone. */
  readonly deliver: (bytes: Uint8Array) => Promise<void>
}

/** ECMA-48, EL: erases to the end of the line. */
const TO_LINE_START = '\r\u001B[K'

export function createOutput(sink: Sink, env: Io['env']): Output {
  return {
    isTTY: sink.isTTY === true,
    // A terminal without a size says 0.
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
