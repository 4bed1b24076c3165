import type { Io, Sink } from './io.ts'
import { prose, type Value, type Prose } from './prose.ts'

type Colour = (text: Value) => Prose

export interface Paint {
  readonly bold: Colour
  readonly dim: Colour
  readonly red: Colour
  readonly green: Colour
  readonly yellow: Colour
}

/** Colours for a terminal; none for a file, a pipe or a user who set NO_COLOR (no-color.org). */
export function paintFor(sink: Sink, env: Io['env']): Paint {
  const coloured = sink.isTTY === true && (env['NO_COLOR'] ?? '') === '' && env['TERM'] !== 'dumb'
  const by =
    (open: number, close: number): Colour =>
    (text) =>
      coloured ? prose`${text}`.styled(open, close) : prose`${text}`
  return { bold: by(1, 22), dim: by(2, 22), red: by(31, 39), green: by(32, 39), yellow: by(33, 39) }
}
