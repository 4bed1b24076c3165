import type { Io, Sink } from './io.ts'
import { paintFor, type Paint } from './paint.ts'
import type { Prose } from './prose.ts'
import { visibleJson } from '../settings/visible.ts'

/** The only way to stdout and stderr, so that no unescaped text reaches a terminal. */
export interface Output {
  readonly isTTY: boolean
  /** Columns of the terminal, if it has any. */
  readonly columns: number | undefined
  readonly rows: number | undefined
  readonly paint: Paint
  /** Text for people. */
  print(text: Prose): void
  /** One line of JSON, for programs. */
  json(value: unknown): void
  /** Replaces the line of the cursor. */
  redraw(text: Prose): void
  /** Erases that line. */
  erase(): void
  /** Takes all of a terminal, until it is given back. */
  takeScreen(): void
  /** Shows these rows on it. */
  showScreen(rows: readonly Prose[]): void
  leaveScreen(): void
  /** Sounds the bell of a terminal. */
  ring(): void
  /** Writes bytes of labels unchanged. Resolves when the reader takes more; rejects when it is gone. */
  readonly deliver: (bytes: Uint8Array) => Promise<void>
}

/** ECMA-48, EL: erases to the end of the line. */
const TO_LINE_START = '\r\u001B[K'
/** xterm: the other screen, and the cursor hidden. */
const TAKE_SCREEN = '\u001B[?1049h\u001B[?25l'
const LEAVE_SCREEN = '\u001B[?25h\u001B[?1049l'
/** ECMA-48: CUP to the first place, and ED of what is below. */
const HOME = '\u001B[H'
const ERASE_BELOW = '\u001B[J'
const ERASE_REST = '\u001B[K'
const BELL = '\u0007'

export function createOutput(sink: Sink, env: Io['env']): Output {
  return {
    isTTY: sink.isTTY === true,
    // The size of a terminal may be 0, which means unknown.
    get columns() {
      return sink.columns || undefined
    },
    get rows() {
      return sink.rows || undefined
    },
    paint: paintFor(sink, env),
    print: ({ written }) => void sink.write(written),
    json: (value) => void sink.write(`${visibleJson(value)}\n`),
    redraw: ({ written }) => void sink.write(TO_LINE_START + written),
    erase: () => void sink.write(TO_LINE_START),
    takeScreen: () => void sink.write(TAKE_SCREEN),
    // All at once, so that a slow line does not show half a picture.
    showScreen: (rows) =>
      void sink.write(`${HOME}${rows.map(({ written }) => written + ERASE_REST).join('\r\n')}${ERASE_BELOW}`),
    leaveScreen: () => void sink.write(LEAVE_SCREEN),
    ring: () => void sink.write(BELL),
    async deliver(bytes) {
      if (sink.deliver === undefined) sink.write(bytes)
      else await sink.deliver(bytes)
    },
  }
}
