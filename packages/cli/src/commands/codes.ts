import { randomTokens, type TokenSource } from '@claimtag/online'
import { webcrypto } from 'node:crypto'
import { EXIT, type ExitCode } from '../exit-code.ts'
import { exportCodes } from '../codes/export-codes.ts'
import { listCodes, showCode } from '../codes/look-up.ts'
import { reissueCode } from '../codes/reissue-code.ts'
import { openCodes, type Codes } from '../codes/open-codes.ts'
import { tokensOfFile } from '../codes/tokens-of-file.ts'
import { reasonOf } from '../codes/reason.ts'
import { prose } from '../output/prose.ts'
import type { Invocation } from '../program.ts'
import type { Session } from '../session.ts'
import { loadSettings, type Settings } from '../settings/settings.ts'
import { UsageError } from '../usage-error.ts'

/** A subcommand for the codes of a store. */
type Action = (codes: Codes, invocation: Invocation, settings: Settings, io: Session) => Promise<ExitCode>

const ACTIONS: ReadonlyMap<string, Action> = new Map(
  Object.entries({
    list: listCodes,
    show: showCode,
    reissue: reissueCode,
    revoke: revokeCode,
    export: exportCodes,
    rewrap: rewrapCodes,
    reconcile: reconcileCodes,
  }),
)

/** Shows the codes of a store, and changes single ones. */
export async function codes(invocation: Invocation, io: Session): Promise<ExitCode> {
  const [name = '', ...args] = invocation.args
  const action = ACTIONS.get(name)
  if (action === undefined)
    throw new UsageError(`claimtag codes knows ${[...ACTIONS.keys()].join(', ')}, not ${name}.`)
  const settings = await loadSettings(invocation, io.cwd)
  const of = { ...invocation, args }
  const tokens = await tokensFor(name, args, settings, io)
  const newKey = name === 'rewrap' && invocation.flags['newKey'] === true
  const opened = await openCodes(of, io, { format: settings.format, tokens, create: false, newKey })
  try {
    return await action(opened, of, settings, io)
  } finally {
    await opened.close()
  }
}

async function tokensFor(
  name: string,
  args: readonly string[],
  settings: Settings,
  io: Session,
): Promise<TokenSource> {
  if (name === 'reissue' && args[1] === undefined)
    return randomTokens((bytes) => webcrypto.getRandomValues(bytes))
  return tokensOfFile(name === 'reconcile' ? args[0] : name === 'reissue' ? args[1] : undefined, settings, io)
}

async function revokeCode(
  { issuer }: Codes,
  { args, flags }: Invocation,
  { quiet }: Settings,
  io: Session,
): Promise<ExitCode> {
  const [devEui] = args
  if (devEui === undefined) throw new UsageError('Say which code: claimtag codes revoke DEVEUI --reason TEXT')
  await issuer.revoke(devEui, { reason: reasonOf(flags), signal: io.signal })
  if (!quiet) io.stderr.print(prose`The code of ${devEui} is revoked: it is not given out any more.\n`)
  return EXIT.done
}

/** Seals everything with the first key of the file of keys, which is a new one with `--new-key`. */
async function rewrapCodes(
  { issuer }: Codes,
  _: Invocation,
  { json, quiet }: Settings,
  io: Session,
): Promise<ExitCode> {
  const result = await issuer.rewrap({ signal: io.signal })
  if (json) io.stdout.json(result)
  else {
    for (const devEui of result.unreadable)
      io.stderr.print(prose`${devEui} could not be opened: its key is missing, or its row was changed\n`)
    if (!quiet) io.stderr.print(prose`${result.rewrapped} sealed anew\n`)
  }
  return result.unreadable.length > 0 ? EXIT.unverified : EXIT.done
}

const PROBLEMS = {
  differs: 'has another token there',
  'unknown-there': 'is not known there',
  unreadable: 'could not be opened',
} as const

async function reconcileCodes(
  { issuer }: Codes,
  { args }: Invocation,
  { json, quiet }: Settings,
  io: Session,
): Promise<ExitCode> {
  if (args[0] === undefined)
    throw new UsageError("Say what to compare with: claimtag codes reconcile FILE, a Join Server's export")
  let differences = 0
  for await (const { devEui, problem } of issuer.reconcile({ signal: io.signal })) {
    differences += 1
    if (json) io.stdout.json({ devEui, problem })
    else io.stdout.print(prose`${devEui} ${PROBLEMS[problem]}\n`)
  }
  if (!quiet && !json && differences === 0) io.stderr.print(prose`All codes agree with ${args[0]}\n`)
  return differences > 0 ? EXIT.unverified : EXIT.done
}
