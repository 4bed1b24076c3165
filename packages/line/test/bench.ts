import { createDecoder } from '@claimtag/decoder'
import { createScanner, textsOf } from '@claimtag/decoder/scan'
import { cpSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import type { Socket } from 'node:net'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { type Raster, startPrinter } from '../../../examples/factory-line/src/index.ts'
import { temporaryFolder } from '../../disk/test/temporary.ts'
import {
  type LabelSource,
  openStation,
  type Station,
  type StationEvent,
  type StationOptions,
} from '../src/index.ts'

const scanner = createScanner()
export const decoder = createDecoder()

/** A label as a camera sees it. */
function greyOf({ width, height, stride, data }: Raster) {
  const grey = new Uint8Array(width * height)
  for (let y = 0, at = 0; y < height; y++)
    for (let x = 0; x < width; x++, at++)
      grey[at] = data[y * stride + (x >> 3)]! & (0x80 >> (x & 7)) ? 0 : 255
  return { grey, width, height }
}

/** The text of the symbol on a label, as a hand scanner gives it. */
export async function scanOf(label: Raster): Promise<string> {
  const [text = ''] = textsOf(await scanner.scan(greyOf(label)))
  return text
}

/** The device of each label of a device on paper, and the labels of packs as they are. */
export async function devicesOn(labels: readonly Raster[]): Promise<readonly string[]> {
  const texts = await Promise.all(labels.map(scanOf))
  return texts.map((text) => {
    const result = decoder.decode(text)
    return result.ok ? result.record.devEui : text
  })
}

/** A printer on the bench, whose paper can be looked at. */
export async function printerOnBench(options: { readonly paper?: number } = {}) {
  const paper: Raster[] = []
  const hooks: { onLabel?: (() => void) | undefined } = {}
  const simulated = await startPrinter({
    ...options,
    onLabel(label) {
      paper.push(label)
      hooks.onLabel?.()
    },
  })
  onTestFinished(() => simulated.close())
  return { simulated, paper, hooks }
}

/** A station that can be killed at any moment: from then on nothing of it reaches its printer or its next folder. */
export interface Killable {
  readonly station: Station
  /** Stops as kill -9 does, and copies what is on the disk at that moment. */
  readonly kill: () => string
  readonly killed: Promise<void>
}

export async function openKillable(
  folder: string,
  source: LabelSource,
  to: string,
  options: Partial<StationOptions> = {},
  onEvent: (event: StationEvent) => void = () => undefined,
): Promise<Killable> {
  const sockets = new Set<Socket>()
  const death = new AbortController()
  const killed = new Promise<void>((resolve) => death.signal.addEventListener('abort', () => resolve()))
  const station = await openStation({
    folder,
    source,
    to,
    decoder,
    operator: 'Ada',
    ...options,
    onEvent: (event) => death.signal.aborted || onEvent(event),
    printer: {
      statusIntervalMs: 1,
      reconnectMs: 2,
      connect: (address) =>
        new Promise((resolve, reject) => {
          if (death.signal.aborted || address.transport !== 'tcp') return reject(new Error('dead'))
          const socket = connect({ host: address.host, port: address.port, noDelay: true })
          sockets.add(socket)
          socket.once('connect', () => resolve(socket)).once('error', reject)
        }),
    },
  })
  onTestFinished(() => station.close())
  return {
    station,
    killed,
    kill() {
      death.abort()
      for (const socket of sockets) socket.resetAndDestroy()
      const next = join(temporaryFolder(), 'station')
      cpSync(folder, next, { recursive: true })
      // Of this process, which is alive: that of a killed one is taken over.
      rmSync(join(next, 'lock'), { force: true })
      void station.close()
      return next
    },
  }
}
