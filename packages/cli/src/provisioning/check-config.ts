import { checkPortal, type PortalFinding } from '@claimtag/provisioning/portal'
import { keyPairOf } from '@claimtag/provisioning/unwrap'
import { EXIT, type ExitCode } from '../exit-code.ts'
import { text } from '../flags/flag-value.ts'
import { prose } from '../output/prose.ts'
import type { Invocation } from '../program.ts'
import type { Session } from '../session.ts'
import { UsageError } from '../usage-error.ts'
import { loadPortal } from './load-portal.ts'
import { openServers } from './open-workflow.ts'

/** `claimtag config check portal.json`: whether the document is sound, and its servers know what it names. */
export async function config(invocation: Invocation, io: Session): Promise<ExitCode> {
  const { args, flags } = invocation
  const [action = '', file] = args
  if (action !== 'check') throw new UsageError(`claimtag config knows check, not ${action}.`)
  const json = flags['json'] === true
  const quiet = flags['quiet'] === true
  const loaded = loadPortal(file ?? text(flags['config']), invocation, io)
  if (flags['offline'] === true) {
    if (json) io.stdout.json({ ok: true, offline: true })
    else if (!quiet) io.stderr.print(prose`${loaded.path} is sound. No server was asked.\n`)
    return EXIT.done
  }
  const { privateKey } = loaded.portal.keyPair
  // One that is wrong would be found at the login of the first device.
  if (privateKey !== undefined) keyPairOf(await loaded.secretOf(privateKey))
  const { findings, sound, unchecked } = await checkPortal(
    loaded.portal,
    await openServers(loaded, io.signal),
    {
      signal: io.signal,
    },
  )
  if (io.signal.aborted) throw io.signal.reason
  if (json) io.stdout.json({ ok: findings.length === 0, findings, sound, unchecked })
  else {
    if (!quiet) for (const place of sound) io.stderr.print(prose`${io.stderr.paint.green('✓')} ${place}\n`)
    for (const finding of findings)
      io.stderr.print(prose`${io.stderr.paint.red('✗')} ${finding.place}: ${sentenceFor(finding)}\n`)
    if (!quiet) io.stderr.print(prose`Not to be asked of these servers: ${unchecked.join(', ')}\n`)
  }
  if (findings.length === 0) return EXIT.done
  // A server that is away says nothing about the document.
  return findings.every(isAway) ? EXIT.output : EXIT.usage
}

const AWAY: readonly string[] = [
  'timed-out',
  'unreachable',
  'server-failed',
  'rate-limited',
  'unintelligible',
]

function isAway(finding: PortalFinding): boolean {
  return finding.problem === 'failed' && AWAY.includes(finding.code)
}

function sentenceFor(finding: PortalFinding): string {
  if (finding.problem === 'not-listed') return 'the Network Server does not have it, or not for this account'
  if (finding.problem === 'ambiguous')
    return finding.offered === 0
      ? 'the Network Server offers no Connectivity Plan'
      : `the Network Server offers ${finding.offered} Connectivity Plans, so one has to be named`
  const status = finding.status === undefined ? '' : `, HTTP ${finding.status}`
  return `the server did not answer as it should (${finding.code}${status})`
}
