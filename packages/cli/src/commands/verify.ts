import { faultSentence, verifyFolder } from '@claimtag/batch'
import { resolve } from 'node:path'
import { EXIT, type ExitCode } from '../exit-code.ts'
import type { Io } from '../io.ts'
import { paintFor } from '../paint.ts'
import type { Invocation } from '../program.ts'
import { count, createProgress } from '../progress.ts'

export async function verify({ args, flags }: Invocation, io: Io): Promise<ExitCode> {
  const { stdout, stderr, env, cwd, signal } = io
  const json = flags['json'] === true
  const quiet = flags['quiet'] === true
  const progress = createProgress(io, quiet || json)
  const result = await verifyFolder(resolve(cwd, args[0] ?? '.'), { signal, onProgress: progress.update })
  progress.clear()
  const { labels, volumes, faults, additional } = result
  const sound = volumes.length === 0 && faults.length === 0 && additional.length === 0
  if (json) stdout.write(`${JSON.stringify({ ok: sound, ...result })}\n`)
  else {
    const paint = paintFor(stderr, env)
    for (const { file, labels: lost, fault } of volumes) {
      const what = fault === 'missing' ? 'is missing' : 'is not what was written'
      stderr.write(`${paint.red('failed')} ${file} (${count(lost)} labels) ${what}.\n`)
    }
    for (const fault of faults) stderr.write(`${paint.red('failed')} ${faultSentence(fault)}\n`)
    for (const file of additional)
      stderr.write(`${paint.red('failed')} ${file} does not belong to the job.\n`)
    if (!quiet && sound)
      stderr.write(`${paint.green('✓')} ${count(labels)} labels are as they were written\n`)
  }
  if (signal.aborted) return EXIT.interrupted
  return sound ? EXIT.done : EXIT.unverified
}
