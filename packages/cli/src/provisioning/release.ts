import { parseWrittenEui64, type Eui64 } from '@claimtag/core'
import { createWorkflow, explain, savesIn } from '@claimtag/provisioning'
import type { FailureCode, ProvisioningStore } from '@claimtag/provisioning'
import { fileStore } from '@claimtag/provisioning/file-store'
import { EXIT, type ExitCode } from '../exit-code.ts'
import { text } from '../flags/flag-value.ts'
import { prose } from '../output/prose.ts'
import type { Invocation } from '../program.ts'
import type { Session } from '../session.ts'
import { UsageError } from '../usage-error.ts'
import { loadPortal, type LoadedPortal } from './load-portal.ts'
import { openServers } from './open-workflow.ts'
import { failureJson } from './provisioning-report.ts'
import { exitCodeOfFailure } from './step-failed.ts'

const SERVERS = {
  claim: 'the Join Server',
  'join-server': 'the Join Server',
  'network-server': 'the Network Server',
  'application-server': 'the Application Server',
} as const

/** Why a device stays, where that is not a refusal of the server. */
const REASONS: ReadonlyMap<FailureCode, string> = new Map([
  ['release-not-offered', 'its interface does not take devices back'],
  ['release-uncertain', 'it is not known whether this portal has put it there'],
  ['device-adopted', 'it was there before'],
])

/** Takes a device back from Application Server, Network Server and Join Server. */
export async function release(invocation: Invocation, io: Session): Promise<ExitCode> {
  const { args, flags } = invocation
  const devEui = parseWrittenEui64(args[0] ?? '')
  if (devEui === undefined) throw new UsageError('Say which device: claimtag release DEVEUI, 16 hex digits.')
  const loaded = loadPortal(text(flags['config']), invocation, io)
  const folder = fileStore(`${loaded.state}/devices`)
  if (flags['queue'] === undefined) return releaseFrom(folder, devEui, loaded, invocation, io)
  const { openQueue } = await import('../fleet/open-queue.ts')
  const { states = folder, close } = await openQueue(invocation, io, false)
  try {
    return await releaseFrom(states, devEui, loaded, invocation, io)
  } finally {
    await close()
  }
}

async function releaseFrom(
  store: ProvisioningStore,
  devEui: Eui64,
  loaded: LoadedPortal,
  { flags }: Invocation,
  io: Session,
): Promise<ExitCode> {
  const json = flags['json'] === true
  const quiet = flags['quiet'] === true
  const { load, save } = savesIn(store)
  const state = await load(devEui)
  if (state === undefined) {
    if (json) io.stdout.json({ ok: false, devEui, code: 'device-unknown' })
    else io.stderr.print(prose`${devEui} was not provisioned from ${loaded.state}\n`)
    return EXIT.refused
  }
  const { ports } = await openServers(loaded, io.signal)
  const workflow = createWorkflow({
    ...ports,
    save,
    unwrapKey: () => Promise.reject(new TypeError('no key')),
  })
  const result = await workflow.release({ state }, { signal: io.signal })
  if (io.signal.aborted) throw io.signal.reason
  if (!result.ok) {
    if (json) io.stdout.json({ ok: false, ...failureJson(result) })
    else io.stderr.print(prose`${explain(result)}\n`)
    return exitCodeOfFailure(result)
  }
  const { released, stays } = result
  if (json) io.stdout.json({ ok: true, devEui, released, stays })
  else {
    if (!quiet)
      for (const step of released) io.stderr.print(prose`${devEui}  taken back from ${SERVERS[step]}\n`)
    for (const { step, reason } of stays)
      io.stderr.print(prose`${devEui}  stays at ${SERVERS[step]}: ${REASONS.get(reason) ?? reason}\n`)
  }
  return stays.length > 0 ? EXIT.refused : EXIT.done
}
