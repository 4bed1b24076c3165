import { assertOutsideJob, type JobReport, reportJob, reportPdf } from '@claimtag/batch'
import { count, counted } from '@claimtag/core'
import { extname, resolve } from 'node:path'
import { EXIT, type ExitCode } from '../exit-code.ts'
import { text } from '../flags/flag-value.ts'
import { createProgress } from '../output/progress.ts'
import { prose } from '../output/prose.ts'
import { writeOutput } from '../output/write-output.ts'
import type { Invocation } from '../program.ts'
import type { Session } from '../session.ts'
import { loadConfig } from '../settings/config.ts'
import { UsageError } from '../usage-error.ts'

/** It is made to be handed out, and holds no token. */
const READABLE = 0o644

export async function report({ args, flags }: Invocation, io: Session): Promise<ExitCode> {
  const { stdout, stderr, cwd, signal } = io
  const [json, quiet] = [flags['json'] === true, flags['quiet'] === true]
  const folder = args[0] ?? (await loadConfig(text(flags['config']), cwd)).config.out
  if (folder === undefined) throw new UsageError('Say which job: claimtag report labels')
  const out = resolve(cwd, folder)
  const file = text(flags['out']) ?? (json ? undefined : 'report.pdf')
  const kind = file === undefined ? undefined : extname(file).toLowerCase()
  if (file !== undefined && kind !== '.pdf' && kind !== '.json')
    throw new UsageError('--out takes the name of a .pdf or a .json file.')
  if (file !== undefined) assertOutsideJob(out, resolve(cwd, file))
  const progress = createProgress(io, quiet || json)
  let made: JobReport | undefined
  async function make(): Promise<JobReport> {
    const verify = flags['verify'] !== false
    made = await reportJob({ out, verify, signal, onProgress: progress.update })
    progress.clear()
    return made
  }
  async function bytes(): Promise<Uint8Array> {
    const whole = await make()
    return kind === '.pdf'
      ? reportPdf(whole)
      : Buffer.from(`${JSON.stringify(whole, undefined, 2)}\n`, 'utf8')
  }
  // A name that is taken is noticed before a million labels are read.
  if (file !== undefined) {
    const place = { file, force: flags['force'] === true, inputs: [], mode: READABLE }
    await writeOutput(bytes, place, io, quiet || json)
  }
  made ??= await make()
  if (json) stdout.json(made)
  const { devices, refused, verification } = made
  if (verification.result === 'faulty') {
    const faults = counted(verification.faults, 'fault')
    stderr.print(prose`${stderr.paint.red('failed')} ${faults} in ${folder}: claimtag verify names them\n`)
  } else if (!quiet && !json) {
    const sound = verification.result === 'sound' ? 'all as they were written' : 'not verified'
    stderr.print(prose`${counted(devices.labelled, 'label')}, ${sound}; ${count(refused.count)} refused\n`)
  }
  return verification.result === 'faulty' ? EXIT.unverified : EXIT.done
}
