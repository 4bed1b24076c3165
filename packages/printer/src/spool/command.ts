import { spawn } from 'node:child_process'

/** The programs that are called print a line for each job: no more than this in all. */
const MOST_BYTES = 16_000_000

export interface CommandResult {
  /** `undefined` when a signal ended it. */
  readonly code: number | undefined
  readonly stdout: string
  readonly stderr: string
}

/** Runs a program to its end, with `input` as its stdin. Rejects when it cannot be started. */
export type RunCommand = (
  command: string,
  args: readonly string[],
  input: Uint8Array | undefined,
  signal: AbortSignal,
) => Promise<CommandResult>

export const runCommand: RunCommand = (command, args, input, signal) =>
  new Promise((resolve, reject) => {
    // Always in the language that the parsers know, not in that of the user.
    const child = spawn(command, args, { env: { ...process.env, LC_ALL: 'C' }, stdio: 'pipe' })
    const stop = (): void => void child.kill()
    const texts = { stdout: '', stderr: '' }
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].setEncoding('utf8').on('data', (text: string) => {
        texts[name] += text
        if (texts[name].length > MOST_BYTES) stop()
      })
    }
    child.once('error', reject)
    child.once('close', (code) => {
      signal.removeEventListener('abort', stop)
      resolve({ code: code ?? undefined, ...texts })
    })
    signal.addEventListener('abort', stop, { once: true })
    if (signal.aborted) stop()
    // A program that ends without reading its input is judged by its exit code.
    child.stdin.on('error', () => undefined)
    child.stdin.end(input)
  })
