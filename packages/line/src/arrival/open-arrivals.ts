import type { Clock } from '@claimtag/core'
import { connectPrinter, parsePrinterUrl, systemClock } from '@claimtag/printer'
import { LineError } from '../issue.ts'
import type { Arrivals, Take } from './arrivals.ts'
import { folderArrivals } from './folder-arrivals.ts'
import { streamArrivals } from './stream-arrivals.ts'
import { tcpArrivals } from './tcp-arrivals.ts'

export interface ArrivalOptions {
  /** A device could not be recorded: the station has to be closed. */
  readonly onFailed: (error: unknown) => void
  /** A scanner on a port is away. `detail`: the system's code. */
  readonly onLost?: ((detail: string) => void) | undefined
  /** Default: the system's clock. */
  readonly clock?: Clock | undefined
}

/**
 * Lets devices arrive at a station from elsewhere: `serial:///dev/ttyUSB0?baud=9600` is a scanner on a port,
 * `tcp://127.0.0.1:7071` a port to listen on, anything else a folder to watch.
 *
 * @throws LineError `arrivals-address`, `arrivals-failed`
 *
 * @example
 * ```ts no-run
 * import { openArrivals } from '@claimtag/line'
 *
 * const arrivals = await openArrivals(
 *   'tcp://127.0.0.1:7071',
 *   async (text) => ({ code: 'labelled', devEui: text, checked: false }),
 *   { onFailed: (error) => console.error(error) },
 * )
 * await arrivals.close()
 * ```
 */
export async function openArrivals(
  address: string,
  take: Take,
  { clock = systemClock, onFailed, onLost }: ArrivalOptions,
): Promise<Arrivals> {
  const [, scheme] = /^([a-z]+):\/\//.exec(address) ?? []
  if (scheme === undefined) return folderArrivals(address, take, { clock, onFailed })
  const parsed =
    scheme === 'tcp' || scheme === 'serial' || scheme === 'usb' ? parsePrinterUrl(address) : undefined
  if (parsed?.transport === 'tcp') return tcpArrivals(parsed, take, onFailed)
  if (parsed === undefined || !('path' in parsed) || parsed.transport === 'file')
    throw new LineError({ code: 'arrivals-address' })
  return streamArrivals((signal) => connectPrinter(parsed, signal), take, { clock, onFailed, onLost })
}
