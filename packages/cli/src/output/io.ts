import type { Readable } from 'node:stream'

/** A stream to write to, as far as we need it. */
export interface Sink {
  readonly isTTY?: boolean | undefined
  readonly columns?: number | undefined
  write(text: string | Uint8Array): unknown
  /** Writes what must arrive: resolves when the reader takes more, rejects when the reader is gone. */
  readonly deliver?: ((bytes: Uint8Array) => Promise<void>) | undefined
}

/** Everything the command sees of the world; the same argv and io give the same bytes and the same exit code. */
export interface Io {
  readonly argv: readonly string[]
  readonly env: Readonly<Record<string, string | undefined>>
  readonly cwd: string
  readonly stdin: Readable
  readonly stdout: Sink
  readonly stderr: Sink
  /** Aborted when the person asks to stop. */
  readonly signal: AbortSignal
}
