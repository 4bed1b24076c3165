import type { CommandResult, RunCommand } from './command.ts'

/** `missing`: the queue or `lp` does not exist. `away`: the print service does not answer. */
type QueueState = 'open' | 'paused' | 'missing' | 'away'
/** `lost`: it was cancelled or given up, or how it ended is no longer known. */
type JobState = 'waiting' | 'done' | 'lost' | 'away'
type Submitted =
  | { readonly job: string; readonly refusal?: undefined }
  | { readonly job?: undefined; readonly refusal: string }

/** A queue of CUPS, used through its commands. */
export interface LpQueue {
  state(): Promise<QueueState>
  submit(bytes: Uint8Array): Promise<Submitted>
  job(id: string): Promise<JobState>
}

/**
 * Reasons of a job that has ended. CUPS 2.4 leaves `processing-to-stop-point` on jobs of raw queues whose backend
 * ended without an error.
 */
const DONE = new Set([
  'job-completed-successfully',
  'job-completed-with-warnings',
  'processing-to-stop-point',
])

/** Without a limit, a print service that does not answer would block the commands for ever. */
const SUBMIT_MS = 60_000
const ANSWER_MS = 10_000

/** `signal` ends a command that is running. */
export function createLpQueue(queue: string, run: RunCommand, signal: AbortSignal): LpQueue {
  return {
    async state() {
      try {
        const { code, stdout, stderr } = await ask(['-p', queue])
        if (code === 0) return /^printer \S+ disabled/m.test(stdout) ? 'paused' : 'open'
        return /invalid destination|unknown destination/i.test(stderr) ? 'missing' : 'away'
      } catch {
        return 'missing'
      }
    },
    async submit(bytes) {
      // `raw`: the bytes go to the printer unchanged. The title must not reveal what is in them.
      const args = ['-d', queue, '-o', 'raw', '-t', 'claimtag']
      try {
        // The signal does not end this command: a label that is cut off would be printed as far as it goes.
        const { stdout, stderr } = await run('lp', args, bytes, AbortSignal.timeout(SUBMIT_MS))
        const job = /^request id is (\S+-\d+)/m.exec(stdout)?.[1]
        return job === undefined ? { refusal: firstLine(stderr) } : { job }
      } catch {
        return { refusal: 'lp is not installed' }
      }
    },
    async job(id) {
      const open = await alertsOf(id, 'not-completed')
      if (open !== undefined) return open === 'away' ? 'away' : 'waiting'
      const ended = await alertsOf(id, 'completed')
      if (ended === 'away') return 'away'
      return ended !== undefined && DONE.has(ended) ? 'done' : 'lost'
    },
  }

  function ask(args: readonly string[]): Promise<CommandResult> {
    return run('lpstat', args, undefined, AbortSignal.any([signal, AbortSignal.timeout(ANSWER_MS)]))
  }

  /** The reasons listed for a job; `undefined` when the job is not in the list. */
  async function alertsOf(id: string, which: 'completed' | 'not-completed'): Promise<string | undefined> {
    const { code, stdout } = await ask(['-l', '-W', which, '-o', queue])
    if (code !== 0) return 'away'
    const lines = stdout.split('\n')
    const at = lines.findIndex((line) => line.startsWith(`${id} `))
    if (at === -1) return undefined
    const after = lines.slice(at + 1)
    const end = after.findIndex((line) => !line.startsWith('\t'))
    const alerts = after.slice(0, end === -1 ? undefined : end).find((line) => line.startsWith('\tAlerts:'))
    return alerts?.slice('\tAlerts:'.length).trim() ?? ''
  }
}

/** Safe to show on a terminal. */
function firstLine(text: string): string {
  const [line = ''] = text.trim().split('\n', 1)
  return line.replaceAll(/\p{Cc}/gu, '').slice(0, 200) || 'lp gave no reason'
}
