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
