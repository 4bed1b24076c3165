import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { onTestFinished } from 'vitest'
import { report } from '../src/failure.ts'
import type { Io } from '../src/output/io.ts'
import { run } from '../src/run.ts'

export interface Ended {
  readonly code: number
  readonly out: string
  readonly err: string
}

export interface Setting {
  readonly cwd: string
  readonly input?: string
  readonly terminal?: boolean
  readonly env?: Io['env']
  /** Aborted when the user asks to stop. */
  readonly signal?: AbortSignal
  /** Called with what is written to stderr, as a person reads it. */
  readonly onErr?: (text: string) => void
}

/** An empty folder, which is gone after the test. */
export function emptyFolder(): string {
  const cwd = mkdtempSync(join(tmpdir(), 'claimtag-cli-'))
  onTestFinished(() => rmSync(cwd, { recursive: true, force: true }))
  return cwd
}

/** A command line in this process, with its output. Failures are reported as by `main`. */
export async function claimtag(
  argv: readonly string[],
  {
    cwd,
    input = '',
    terminal = false,
    env = {},
    signal = new AbortController().signal,
    onErr = () => undefined,
  }: Setting,
): Promise<Ended> {
  const [out, err]: [string[], string[]] = [[], []]
  const sink = (into: string[], heard: (text: string) => void = () => undefined) => ({
    isTTY: terminal,
    columns: 80,
    write(text: string | Uint8Array) {
      const written = Buffer.from(text).toString('utf8')
      into.push(written)
      heard(written)
    },
  })
  const io: Io = {
    argv,
    env,
    cwd,
    stdin: Object.assign(Readable.from([input]), { isTTY: terminal }),
    stdout: sink(out),
    stderr: sink(err, onErr),
    signal,
  }
  const code = await run(io).catch((error: unknown) => report(error, io))
  return { code, out: out.join(''), err: err.join('') }
}
