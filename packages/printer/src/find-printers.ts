import { readdir, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { LanguageName } from './language.ts'
import { runCommand, type RunCommand } from './spool/command.ts'
import { createLpQueue } from './spool/lp.ts'

const ANSWER_MS = 10_000

/** Where a printer is, or may be: a serial port does not tell what is connected to it. */
export interface FoundPrinter {
  /** For `openPrinter`. */
  readonly url: string
  /** The model, as the printer reports it on USB. */
  readonly model?: string
  /** The language that it reports, if this package knows it. */
  readonly language?: LanguageName
  /** For a queue. */
  readonly state?: 'open' | 'paused'
}

export interface FindOptions {
  /** Replaces `/`, for tests. */
  readonly root?: string
  readonly run?: RunCommand
}

/**
 * Lists the queues of CUPS, the printers on USB and the serial ports of this machine. Sends no byte to any of them: a
 * question in the wrong language would be printed. Does not search the network.
 *
 * @example
 * ```ts
 * import { findPrinters } from '@claimtag/printer'
 *
 * for (const { url, model } of await findPrinters()) console.log(url, model ?? '')
 * ```
 */
export async function findPrinters({ root = '/', run = runCommand }: FindOptions = {}): Promise<
  readonly FoundPrinter[]
> {
  const parts = await Promise.all([queues(run), usbPrinters(root), serialPorts(root)])
  return parts.flat()
}

async function queues(run: RunCommand): Promise<readonly FoundPrinter[]> {
  try {
    const { stdout } = await run('lpstat', ['-e'], undefined, AbortSignal.timeout(ANSWER_MS))
    const names = stdout.split('\n').filter((name) => /^[^-\s][^\s]*$/.test(name))
    return await Promise.all(
      names.map(async (name) => {
        const state = await createLpQueue(name, run, AbortSignal.timeout(ANSWER_MS)).state()
        return { url: `lp://${name}`, ...(state === 'open' || state === 'paused' ? { state } : {}) }
      }),
    )
  } catch {
    // CUPS is not installed.
    return []
  }
}

async function usbPrinters(root: string): Promise<readonly FoundPrinter[]> {
  const devices = await matching(join(root, 'dev/usb'), /^lp\d+$/)
  return Promise.all(
    devices.map(async (device) => {
      const name = basename(device)
      const id = await textOf(join(root, 'sys/class/usbmisc', name, 'device/ieee1284_id'))
      return { url: `usb:///dev/usb/${name}`, ...identityOf(id) }
    }),
  )
}

/** Reads `MFG:Zebra;CMD:ZPL;MDL:ZD421;` (IEEE 1284-2000, clause 7.6: keys may be written out or not). */
function identityOf(id: string): Pick<FoundPrinter, 'model' | 'language'> {
  const fields = new Map(
    id.split(';').map((pair) => {
      const [key = '', ...value] = pair.split(':')
      return [
        key.trim().toUpperCase(),
        value
          .join(':')
          .replaceAll(/\p{Cc}/gu, '')
          .trim(),
      ]
    }),
  )
  const pick = (...keys: readonly string[]): string =>
    keys.map((key) => fields.get(key) ?? '').find((value) => value !== '') ?? ''
  const model = `${pick('MFG', 'MANUFACTURER')} ${pick('MDL', 'MODEL')}`.trim()
  const commands = pick('CMD', 'COMMAND SET').toUpperCase()
  const language = commands.includes('ZPL') ? 'zpl' : commands.includes('TSPL') ? 'tspl' : undefined
  return { ...(model === '' ? {} : { model }), ...(language === undefined ? {} : { language }) }
}

/** By their persistent names where there are any, since ttyUSB0 may be another port after a restart. */
async function serialPorts(root: string): Promise<readonly FoundPrinter[]> {
  const lasting = await matching(join(root, 'dev/serial/by-id'), /./)
  const ports =
    lasting.length > 0
      ? lasting.map((path) => `/dev/serial/by-id/${basename(path)}`)
      : (await matching(join(root, 'dev'), /^(ttyUSB|ttyACM|cu\.usb)/)).map(
          (path) => `/dev/${basename(path)}`,
        )
  return ports.map((path) => ({ url: `serial://${path}` }))
}

async function matching(folder: string, name: RegExp): Promise<readonly string[]> {
  try {
    const names = (await readdir(folder)).filter((one) => name.test(one))
    return names.sort().map((one) => join(folder, one))
  } catch {
    return []
  }
}

async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch {
    return ''
  }
}
