import { PrinterError } from './issue.ts'

/** The raw port of network label printers ("JetDirect"). */
const RAW_PORT = 9100
const BAUD = 9600

/** The address of a printer. The first three carry its answers back, the last two only take bytes. */
export type PrinterAddress = StreamAddress | QueueAddress | FileAddress
export type StreamAddress = TcpAddress | DeviceAddress | SerialAddress

export interface TcpAddress {
  readonly transport: 'tcp'
  readonly host: string
  readonly port: number
}

/** A character device, such as `/dev/usb/lp0`. */
export interface DeviceAddress {
  readonly transport: 'usb'
  readonly path: string
}

export interface SerialAddress {
  readonly transport: 'serial'
  readonly path: string
  readonly baud: number
  /** Flow control: none, by the lines RTS and CTS, or by the characters XON and XOFF. */
  readonly flow: Flow
}

const FLOWS = ['none', 'rts', 'xon'] as const
type Flow = (typeof FLOWS)[number]

/** A queue of CUPS on this machine. */
export interface QueueAddress {
  readonly transport: 'lp'
  readonly queue: string
}

/** A file to which bytes are added, or a shared printer of Windows, `\\host\printer`. */
export interface FileAddress {
  readonly transport: 'file'
  readonly path: string
}

/**
 * Reads the address of a printer: `tcp://host:port` (9100 unless given), `usb:///dev/usb/lp0`,
 * `serial:///dev/ttyUSB0?baud=9600&flow=rts`, `lp://QUEUE`, `file://printer.bin` or `\\host\printer`.
 *
 * @throws PrinterError `printer-address`
 *
 * @example
 * ```ts
 * import { parsePrinterUrl } from '@claimtag/printer'
 *
 * const address = parsePrinterUrl('tcp://192.0.2.7')
 * console.log(address.transport === 'tcp' && address.port) // 9100
 * ```
 */
export function parsePrinterUrl(text: string): PrinterAddress {
  const address = parse(text)
  if (address === undefined) throw new PrinterError({ code: 'printer-address' })
  return address
}

/**
 * An address as a URL, for messages.
 *
 * @example
 * ```ts
 * import { printerUrl } from '@claimtag/printer'
 *
 * console.log(printerUrl({ transport: 'lp', queue: 'Zebra' })) // lp://Zebra
 * ```
 */
export function printerUrl(address: PrinterAddress): string {
  switch (address.transport) {
    case 'tcp':
      return `tcp://${address.host.includes(':') ? `[${address.host}]` : address.host}:${address.port}`
    case 'usb':
      return `usb://${address.path}`
    case 'serial':
      return `serial://${address.path}?baud=${address.baud}&flow=${address.flow}`
    case 'lp':
      return `lp://${address.queue}`
    default:
      return address.path.startsWith('\\\\') ? address.path : `file://${address.path}`
  }
}

function parse(text: string): PrinterAddress | undefined {
  if (/^\\\\[^\\/]+\\[^\\/]+$/.test(text)) return { transport: 'file', path: text }
  const [, scheme, rest = ''] = /^([a-z]+):\/\/(.*)$/s.exec(text) ?? []
  // A control character would reach terminals and the command lines of other programs.
  if (/\p{Cc}/u.test(rest)) return undefined
  switch (scheme) {
    case 'tcp':
      return parseTcp(text)
    case 'usb':
      return rest.startsWith('/') ? { transport: 'usb', path: rest } : undefined
    case 'serial':
      return parseSerial(rest)
    case 'lp':
      // The name goes to a program as an argument: it must not look like an option. CUPS allows no space, / or #.
      return /^[^-\s/#?'"\\][^\s/#?'"\\]{0,126}$/.test(rest) ? { transport: 'lp', queue: rest } : undefined
    case 'file':
      return rest === '' ? undefined : { transport: 'file', path: rest }
    default:
      return undefined
  }
}

function parseTcp(text: string): TcpAddress | undefined {
  // The WHATWG parser leaves the host of an unknown scheme as written, also the brackets of an IPv6 address.
  const url = URL.canParse(text) ? new URL(text) : undefined
  const plain =
    url !== undefined &&
    url.hostname !== '' &&
    /^\/?$/.test(url.pathname) &&
    `${url.username}${url.password}${url.search}${url.hash}` === ''
  const port = url === undefined || url.port === '' ? RAW_PORT : Number(url.port)
  if (!plain || port === 0) return undefined
  return { transport: 'tcp', host: url.hostname.replaceAll(/^\[|\]$/g, ''), port }
}

function parseSerial(rest: string): SerialAddress | undefined {
  const [path = '', query = '', ...more] = rest.split('?')
  const settings = new URLSearchParams(query)
  const baud = settings.get('baud') ?? String(BAUD)
  const flow = FLOWS.find((known) => known === (settings.get('flow') ?? 'none'))
  const known = [...settings.keys()].every((key) => key === 'baud' || key === 'flow')
  if (path === '' || more.length > 0 || !known || flow === undefined) return undefined
  return /^[1-9]\d{2,6}$/.test(baud) ? { transport: 'serial', path, baud: Number(baud), flow } : undefined
}
