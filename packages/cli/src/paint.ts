import type { Io, Sink } from './io.ts'

type Colour = (text: string) => string

export interface Paint {
  readonly bold: Colour
  readonly dim: Colour
  readonly red: Colour
  readonly green: Colour
  readonly yellow: Colour
}

/** Colours for a terminal; none for a file, a pipe or anyone who set NO_COLOR (no-color.org). */
export function paintFor(sink: Sink, env: Io['env']): Paint {
  const coloured = sink.isTTY === true && (env['NO_COLOR'] ?? '') === '' && env['TERM'] !== 'dumb'
  const by =
    (open: number, close: number): Colour =>
    (text) =>
      coloured ? `\u001B[${open}m${text}\u001B[${close}m` : text
  return { bold: by(1, 22), dim: by(2, 22), red: by(31, 39), green: by(32, 39), yellow: by(33, 39) }
}
