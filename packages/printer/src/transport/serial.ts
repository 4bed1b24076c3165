import type { SerialPort } from 'serialport'
import type { SerialAddress } from '../address.ts'
import { PrinterError } from '../issue.ts'

/** The package gives sentences where the system gives codes. */
const CODES: readonly (readonly [sentence: RegExp, code: string])[] = [
  [/no such file|file not found/i, 'ENOENT'],
  [/permission denied|access denied/i, 'EACCES'],
  [/cannot lock|resource temporarily unavailable|busy/i, 'EBUSY'],
]

/** @throws PrinterError `serialport-missing` */
export async function loadSerialPort(): Promise<typeof SerialPort> {
  try {
    return (await import('serialport')).SerialPort
  } catch {
    throw new PrinterError({ code: 'serialport-missing' })
  }
}

export async function openSerial({ path, baud, flow }: SerialAddress): Promise<SerialPort> {
  const Port = await loadSerialPort()
  const port = new Port({
    path,
    baudRate: baud,
    rtscts: flow === 'rts',
    xon: flow === 'xon',
    xoff: flow === 'xon',
    autoOpen: false,
  })
  await new Promise<void>((resolve, reject) => {
    port.open((error) => (error === null ? resolve() : reject(coded(error))))
  })
  return port
}

function coded(error: Error): Error {
  const code = CODES.find(([sentence]) => sentence.test(error.message))?.[1]
  return Object.assign(error, { code })
}
