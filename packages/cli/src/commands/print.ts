import { parseWrittenEui64 } from '@claimtag/core'
import { resolve } from 'node:path'
import { loadConfig } from '../config.ts'
import type { ExitCode } from '../exit-code.ts'
import { UsageError } from '../failure.ts'
import type { Io } from '../io.ts'
import { printExitCode, printLabels } from '../printing.ts'
import type { Invocation } from '../program.ts'
import { text } from '../settings.ts'

export async function print({ args, flags }: Invocation, io: Io): Promise<ExitCode> {
  const { config } = loadConfig(text(flags['config']), io.cwd)
  const to = text(flags['to']) ?? config.to
  if (to === undefined) throw new UsageError('Say which printer: --to tcp://host:9100')
  const language = text(flags['language']) ?? 'zpl'
  if (language !== 'zpl' && language !== 'tspl')
    throw new UsageError(`--language knows zpl and tspl, not ${language}.`)
  const devEuis = wanted(flags['devEui'])
  const reason = text(flags['reason'])
  if (flags['reprint'] === true && (reason === undefined || devEuis === undefined)) {
    throw new UsageError('--reprint needs --dev-eui and --reason "why".')
  }
  const summary = await printLabels(
    {
      out: resolve(io.cwd, args[0] ?? '.'),
      to,
      language,
      devEuis,
      reprint: flags['reprint'] === true && reason !== undefined ? { reason } : undefined,
    },
    { json: flags['json'] === true, quiet: flags['quiet'] === true },
    io,
  )
  if (flags['json'] === true) io.stdout.write(`${JSON.stringify(summary)}\n`)
  return printExitCode(summary)
}

function wanted(given: Invocation['flags'][string]): readonly string[] | undefined {
  if (given === undefined || typeof given === 'boolean') return undefined
  return [given].flat().map((written) => {
    const devEui = parseWrittenEui64(written)
    if (devEui === undefined) throw new UsageError(`${written} is not a DevEUI: it has 16 hex digits.`)
    return devEui
  })
}
