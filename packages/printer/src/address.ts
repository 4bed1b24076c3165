import { PrinterError } from './issue.ts'

/** The raw port of network label printers ("JetDirect"). */
const RAW_PORT = 9100

export interface PrinterAddress {
  readonly host: string
  readonly port: number
}

/**
 * Reads `tcp://host:port`; the port is 9100 unless given.
 *
 * @throws PrinterError `printer-address`
 */
export function parsePrinterUrl(text: string): PrinterAddress {
  // The WHATWG parser leaves the host of an unknown scheme as it was written, brackets of IPv6 included.
  const url = URL.canParse(text) ? new URL(text) : undefined
  const plain =
    url?.protocol === 'tcp:' &&
    url.hostname !== '' &&
    /^\/?$/.test(url.pathname) &&
    `${url.username}${url.password}${url.search}${url.hash}` === ''
  const port = url === undefined || url.port === '' ? RAW_PORT : Number(url.port)
  if (url === undefined || !plain || port === 0) throw new PrinterError({ code: 'printer-address' })
  return { host: url.hostname.replaceAll(/^\[|\]$/g, ''), port }
}

/** The address as a URL, for messages. */
export function printerUrl({ host, port }: PrinterAddress): string {
  return `tcp://${host.includes(':') ? `[${host}]` : host}:${port}`
}
