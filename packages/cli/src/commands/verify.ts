import { explain, verifyFolder } from '@claimtag/batch'
import { agreeing, count, counted } from '@claimtag/core'
import { resolve } from 'node:path'
import { loadConfig } from '../settings/config.ts'
import { EXIT, type ExitCode } from '../exit-code.ts'
import { text } from '../flags/flag-value.ts'
import { UsageError } from '../usage-error.ts'
import type { Invocation } from '../program.ts'
import { createProgress } from '../output/progress.ts'
import { prose } from '../output/prose.ts'
import type { Session } from '../session.ts'

/** The most faults listed on a terminal. */
const SHOWN = 100

/** Faults of a file that holds many labels. */
const WRONG = {
  missing: 'is missing',
  changed: 'is not what was written',
  additional: 'holds more than was written',
} as const

export async function verify({ args, flags }: Invocation, io: Session): Promise<ExitCode> {
  const { stdout, stderr, cwd, signal } = io
  const json = flags['json'] === true
  const quiet = flags['quiet'] === true
  const folder = args[0] ?? (await loadConfig(text(flags['config']), cwd)).config.out
  if (folder === undefined) throw new UsageError('Say which job: claimtag verify labels')
  const progress = createProgress(io, quiet || json)
  const result = await verifyFolder(resolve(cwd, folder), { signal, onProgress: progress.update })
  progress.clear()
  const { labels, records, volumes, faults, additional } = result
  const sound = records.length === 0 && volumes.length === 0 && faults.length === 0 && additional.length === 0
  if (json) stdout.json({ ok: sound, ...result })
  else {
    const { red, green } = stderr.paint
    const failures = [
      ...records.map(({ file, fault }) => `${file}, the record of the labels, ${WRONG[fault]}.`),
      ...volumes.map(({ file, labels: lost, fault }) => {
        return `${file} (${counted(lost, 'label')}) ${WRONG[fault]}.`
      }),
      ...faults.map((fault) => explain(fault)),
      ...additional.map((file) => `${file} does not belong to the job.`),
    ]
    for (const failure of failures.slice(0, SHOWN)) stderr.print(prose`${red('failed')} ${failure}\n`)
    if (failures.length > SHOWN)
      stderr.print(prose`… and ${count(failures.length - SHOWN)} more; --json names them all\n`)
    if (signal.aborted) stderr.print(prose`Stopped after ${counted(labels, 'label')}.\n`)
    else if (!sound)
      stderr.print(
        prose`${counted(labels, 'label')} read, ${counted(failures.length, 'failure')} in ${folder}\n`,
      )
    else if (!quiet)
      stderr.print(
        prose`${green('✓')} ${counted(labels, 'label')} in ${folder} ${agreeing(labels, 'is as it was', 'are as they were')} written\n`,
      )
  }
  if (signal.aborted) return EXIT.interrupted
  return sound ? EXIT.done : EXIT.unverified
}
