import { findPrinters, type FoundPrinter } from '@claimtag/printer'
import { EXIT, type ExitCode } from '../exit-code.ts'
import type { Invocation } from '../program.ts'
import { prose } from '../output/prose.ts'
import type { Session } from '../session.ts'

const NONE = prose`No queue, printer on USB or serial port was found. Printers on a network are not searched for: --to tcp://host:9100\n`

export async function printers({ flags }: Invocation, { stdout, stderr }: Session): Promise<ExitCode> {
  const found = await findPrinters()
  if (flags['json'] === true) {
    stdout.json(found)
    return EXIT.done
  }
  const { bold } = stdout.paint
  const width = Math.max(0, ...found.map(({ url }) => url.length)) + 2
  for (const printer of found)
    stdout.print(prose`${bold(printer.url.padEnd(width))}${describePrinter(printer)}\n`)
  if (found.length === 0 && flags['quiet'] !== true) stderr.print(NONE)
  return EXIT.done
}

function describePrinter({ url, model, language, state }: FoundPrinter): string {
  if (state !== undefined) return state === 'paused' ? 'queue, paused' : 'queue'
  if (url.startsWith('serial:')) return 'serial port'
  return `${model ?? 'printer on USB'}${language === undefined ? '' : ` (${language})`}`
}
