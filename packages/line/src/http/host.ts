import { isIP } from 'node:net'
import { LineError } from '../issue.ts'

/** Where the page is served. */
export interface ListenAddress {
  readonly host: string
  readonly port: number
}

/**
 * Reads `127.0.0.1:7070`, `[::1]:7070` or `localhost:7070`.
 *
 * @param mayExpose whether others may reach it than this machine alone
 * @throws LineError `listen-address`, `listen-exposed`
 */
export function parseListen(text: string, mayExpose: boolean): ListenAddress {
  const [, bracketed, plain, digits = ''] = /^(?:\[([^\]]+)\]|([^:]+)):(\d{1,5})$/.exec(text.trim()) ?? []
  const host = bracketed ?? plain
  const port = Number(digits)
  if (
    host === undefined ||
    digits === '' ||
    port > 65_535 ||
    (bracketed !== undefined && isIP(bracketed) !== 6)
  )
    throw new LineError({ code: 'listen-address' })
  if (!isLoopback(host) && !mayExpose) throw new LineError({ code: 'listen-exposed' })
  return { host, port }
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'))
}

/**
 * Whether a request may be meant for this station. A page of somebody else may have its own name lead here (DNS
 * rebinding), and the browser then says that name: only addresses, `localhost` and the name that is listened on are
 * ours.
 */
export function isOwnHost(header: string | undefined, listen: ListenAddress, port: number): boolean {
  const [, bracketed, plain, digits] = /^(?:\[([^\]]+)\]|([^:]+))(?::(\d{1,5}))?$/.exec(header ?? '') ?? []
  const host = (bracketed ?? plain ?? '').toLowerCase()
  if (host === '' || Number(digits ?? 80) !== port) return false
  if (host === 'localhost' || host === listen.host.toLowerCase()) return true
  return isLoopback(listen.host) ? isLoopback(host) : isIP(host) !== 0
}
