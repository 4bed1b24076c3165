import type { Readable } from 'node:stream'

/** The part of a stream that is used to write to it. */
export interface Sink {
  readonly isTTY?: boolean | undefined
  readonly columns?: number | undefined
  readonly rows?: number | undefined
  write(text: string | Uint8Array): unknown
  /** Writes bytes that must not be lost: resolves when the reader takes more, rejects when the reader is gone. */
  readonly deliver?: ((bytes: Uint8Array) => Promise<void>) | undefined
}

/** All input and output of the command; the same argv and io give the same bytes and the same exit code. */
export interface Io {
  readonly argv: readonly string[]
  readonly env: Readonly<Record<string, string | undefined>>
  readonly cwd: string
  readonly stdin: Readable
  readonly stdout: Sink
  readonly stderr: Sink
  /** Aborted when the user asks to stop. */
  readonly signal: AbortSignal
}
