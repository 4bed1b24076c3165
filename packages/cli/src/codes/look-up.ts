import type { FoundCode, ListedCode } from '@claimtag/online'
import { EXIT, type ExitCode } from '../exit-code.ts'
import { text } from '../flags/flag-value.ts'
import { prose } from '../output/prose.ts'
import { writeOutput } from '../output/write-output.ts'
import type { Invocation } from '../program.ts'
import type { Session } from '../session.ts'
import type { Settings } from '../settings/settings.ts'
import { UsageError } from '../usage-error.ts'
import { kindOfLabel, labelOfCode } from './label-of-code.ts'
import type { Codes } from './open-codes.ts'

/** Lists all codes, a line each, without their tokens. */
export async function listCodes(
  { issuer }: Codes,
  _: Invocation,
  { json, quiet }: Settings,
  { stdout, stderr, signal }: Session,
): Promise<ExitCode> {
  let count = 0
  for await (const code of issuer.list({ signal })) {
    count += 1
    if (json) stdout.json(flat(code))
    else {
      const { device, version, status, format } = code
      const state = status === 'revoked' ? stdout.paint.red('revoked') : 'issued '
      stdout.print(
        prose`${device.devEui}  ${device.joinEui ?? ' '.repeat(16)}  ${state}  ${String(version).padStart(3)}  ${format}  ${device.serialNumber ?? ''}\n`,
      )
    }
  }
  if (count === 0 && !json && !quiet) stderr.print(prose`No codes yet\n`)
  return EXIT.done
}

function flat({ device, ...code }: ListedCode): object {
  const { columns: _, ...fields } = device
  return { ...fields, ...code }
}

/** Shows one code with its recorded changes; writes its label with `--out`, its text with `--reveal`. */
export async function showCode(
  { issuer, keyPath }: Codes,
  invocation: Invocation,
  settings: Settings,
  io: Session,
): Promise<ExitCode> {
  const [devEui] = invocation.args
  const { flags } = invocation
  if (devEui === undefined) throw new UsageError('Say which code: claimtag codes show DEVEUI')
  const code = await issuer.find(devEui, { signal: io.signal })
  if (code === undefined) throw new UsageError(`${devEui} has no code in this store.`)
  const file = text(flags['out'])
  if (file !== undefined) {
    if (code.isRevoked) throw new UsageError(`The code of ${devEui} is revoked: no label is made of it.`)
    const as = kindOfLabel(invocation, file)
    const place = { file, force: flags['force'] === true, inputs: [...settings.files, keyPath] }
    await writeOutput(() => labelOfCode(code, as, settings), place, io, settings.quiet || settings.json)
  }
  const history = await issuer.history(devEui, { signal: io.signal })
  const reveal = flags['reveal'] === true
  const { record, version, format, isRevoked, text: written } = code
  if (settings.json) {
    const { ownerToken: _, ...fields } = record
    io.stdout.json({ ...fields, version, format, isRevoked, history, ...(reveal ? { text: written } : {}) })
  } else if (file === undefined) printCode(code, history, reveal, io)
  return EXIT.done
}

function printCode(
  { record, version, format, isRevoked, text: written }: FoundCode,
  history: readonly {
    readonly at: number
    readonly what: string
    readonly who: string
    readonly reason: string
  }[],
  reveal: boolean,
  { stdout }: Session,
): void {
  const lines: readonly (readonly [name: string, value: string | undefined])[] = [
    ['DevEUI', record.devEui],
    ['AppEUI', record.joinEui],
    ['Serial number', record.serialNumber],
    ['Format', format],
    ['Version', String(version)],
    ['State', isRevoked ? 'revoked' : 'issued'],
    ...(reveal ? [['Code', written] as const] : []),
  ]
  for (const [name, value] of lines)
    if (value !== undefined) stdout.print(prose`${name.padEnd(16)}${value}\n`)
  for (const { at, what, who, reason } of history)
    stdout.print(prose`${new Date(at).toISOString()}  ${what} by ${who}: ${reason}\n`)
}
