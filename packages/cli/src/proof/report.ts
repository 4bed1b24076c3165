import { assertOutsideJob, type JobReport, reportJob, reportPdf } from '@claimtag/batch'
import { count, counted } from '@claimtag/core'
import { reportLine } from '@claimtag/line'
import { extname, resolve } from 'node:path'
import { EXIT, type ExitCode } from '../exit-code.ts'
import { text, texts } from '../flags/flag-value.ts'
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
  const folders = texts(flags['line']).map((name) => resolve(cwd, name))
  const progress = createProgress(io, quiet || json)
  let made: JobReport | undefined
  async function make(): Promise<JobReport> {
    const verify = flags['verify'] !== false
    // A folder that is none is noticed before a million labels are read.
    const line = folders.length === 0 ? undefined : await reportLine({ folders, out })
    made = await reportJob({ out, verify, signal, onProgress: progress.update })
    if (line !== undefined) made = { ...made, line }
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
  const { devices, refused, verification, line } = made
  if (verification.result === 'faulty') {
    const faults = counted(verification.faults, 'fault')
    stderr.print(prose`${stderr.paint.red('failed')} ${faults} in ${folder}: claimtag verify names them\n`)
  } else if (!quiet && !json) {
    const sound = verification.result === 'sound' ? 'all as they were written' : 'not verified'
    stderr.print(prose`${counted(devices.labelled, 'label')}, ${sound}; ${count(refused.count)} refused\n`)
    if (line !== undefined)
      stderr.print(prose`At the line: ${count(line.labelled)} labelled, ${count(line.notLabelled)} not\n`)
  }
  return verification.result === 'faulty' ? EXIT.unverified : EXIT.done
}
