import type { PrinterAddress } from '../address.ts'
import type { Channel } from './channel.ts'
import { systemClock } from '../clock.ts'
import { createConnection } from './connection.ts'
import type { PrinterEvent } from '../event.ts'
import { languages } from '../language.ts'
import type { PrinterOptions } from '../options.ts'
import { createFileChannel } from '../spool/file-channel.ts'
import { createQueueChannel } from '../spool/queue-channel.ts'
import { connectPrinter } from '../transport/connect.ts'
import { loadSerialPort } from '../transport/serial.ts'

/**
 * The channel for an address, with every time limit. Opens nothing yet.
 *
 * @throws PrinterError `serialport-missing`
 */
export async function openChannel(
  address: PrinterAddress,
  options: PrinterOptions,
  stop: AbortSignal,
  onEvent: (event: PrinterEvent) => void,
): Promise<Channel> {
  const shared = {
    clock: options.clock ?? systemClock,
    statusIntervalMs: options.statusIntervalMs ?? 100,
    notReadyMs: options.notReadyMs ?? Number.POSITIVE_INFINITY,
    remindMs: options.remindMs ?? 30_000,
    stop,
    onEvent,
  }
  if (address.transport === 'file') return createFileChannel(address)
  if (address.transport === 'lp') return createQueueChannel({ ...shared, address })
  // Checked here, else each attempt to connect would fail for it.
  if (address.transport === 'serial' && options.connect === undefined) await loadSerialPort()
  return createConnection({
    ...shared,
    address,
    language: languages[options.language ?? 'zpl'],
    connect: options.connect ?? connectPrinter,
    statusTimeoutMs: options.statusTimeoutMs ?? 3000,
    reconnectMs: options.reconnectMs ?? 250,
  })
}
