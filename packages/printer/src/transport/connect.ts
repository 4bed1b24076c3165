import type { Duplex } from 'node:stream'
import type { StreamAddress } from '../address.ts'
import { openDevice } from './device.ts'
import { openSerial } from './serial.ts'
import { connectTcp } from './tcp.ts'

/**
 * Opens a duplex stream to a printer. Rejects with an error whose `code` says why, such as `ECONNREFUSED`. If the
 * signal is aborted before the stream is open, nothing may stay open.
 */
export type Connect = (address: StreamAddress, signal: AbortSignal) => Promise<Duplex>

/**
 * Opens a stream to what is at an address: a printer, or a scanner on a serial port. Nothing is written or read yet.
 *
 * @example
 * ```ts no-run
 * import { connectPrinter, parsePrinterUrl } from '@claimtag/printer'
 *
 * const address = parsePrinterUrl('serial:///dev/ttyUSB1?baud=115200')
 * if (address.transport === 'serial') {
 *   const scanner = await connectPrinter(address, new AbortController().signal)
 *   scanner.on('data', (bytes: Buffer) => console.log(bytes.length))
 * }
 * ```
 */
export const connectPrinter: Connect = (address, signal) => {
  switch (address.transport) {
    case 'tcp':
      return connectTcp(address, signal)
    case 'usb':
      return openDevice(address)
    default:
      return openSerial(address)
  }
}
