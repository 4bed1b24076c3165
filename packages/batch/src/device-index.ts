import { namedRecord, thingpark } from '@claimtag/core'
import type { RowIssue } from '@claimtag/devices'
import { createRowChecker, openInputs, readAll } from '@claimtag/devices/parts'
import { openScratchFile, type ScratchFile } from '@claimtag/disk'
import { defaultTemplate } from '@claimtag/label'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { BatchOptions } from './options.ts'
import { countedDevice, isCounted } from './plan/counters.ts'
import { createKeyMap, halvesOf } from './preflight/compact/key-map.ts'
import { runBatch } from './run.ts'

/** Path of a file of devices, or of several that are read as one: each is read twice. */
export type NamedFiles = string | readonly string[]

/** As for the labels of a batch. */
export type DeviceIndexOptions = Pick<
  BatchOptions,
  'format' | 'template' | 'art' | 'fontFiles' | 'dpi' | 'columns' | 'ids' | 'visible' | 'headDots' | 'signal'
>

/** A device of a file, ready for `createLabelMaker`. */
export interface IndexedDevice {
  /** The text of its code, which contains the token. */
  readonly text: string
  readonly fields: Readonly<Record<string, string | undefined>>
  readonly columns: Readonly<Record<string, string>>
}

/** The devices of a file, found by their DevEUIs. */
export interface DeviceIndex {
  /** Number of devices that can be labelled. */
  readonly devices: number
  readonly refused: number
  /** @param devEui 16 upper-case hex digits */
  find(devEui: string): IndexedDevice | { readonly issue: RowIssue } | undefined
  close(): void
}

export async function indexDevices(
  input: NamedFiles,
  options: DeviceIndexOptions = {},
): Promise<DeviceIndex> {
  const refused = await refusedRows(input, options)
  const scratch = openScratchFile()
  try {
    return await fill(scratch, input, refused, options)
  } catch (error) {
    scratch.dispose()
    throw error
  }
}

/** The first issue of each row that a batch refuses, by its place. */
async function refusedRows(
  input: NamedFiles,
  options: DeviceIndexOptions,
): Promise<ReadonlyMap<string, RowIssue>> {
  const refused = new Map<string, RowIssue>()
  await runBatch({
    ...options,
    input,
    out: '.',
    as: ['zpl'],
    dryRun: true,
    skipBadRows: true,
    onEvent(event) {
      if (event.type !== 'refused') return
      const place = placeOf(event.issue)
      if (!refused.has(place)) refused.set(place, event.issue)
    },
  })
  return refused
}

async function fill(
  scratch: ScratchFile,
  input: NamedFiles,
  refused: ReadonlyMap<string, RowIssue>,
  { format = thingpark, template = defaultTemplate, columns, ids, visible, signal }: DeviceIndexOptions,
): Promise<DeviceIndex> {
  const check = createRowChecker(format)
  const opened = await openInputs(input, { columns, ids, visible })
  const keys = createKeyMap()
  const wrong = new Map<string, RowIssue>()
  const offsets: number[] = [0]
  let waiting: string[] = []
  let at = 0

  function flush(): void {
    scratch.append(Buffer.from(waiting.join(''), 'utf8'))
    waiting = []
  }

  try {
    for (const rows of readAll(opened.inputs)) {
      await nextTurn()
      signal?.throwIfAborted()
      for (const { line, file, cells } of rows) {
        if (cells === undefined) continue
        const { device, devEui } = check(cells, line)
        if (devEui === undefined) continue
        const issue = refused.get(placeOf({ line, file }))
        if (issue !== undefined) wrong.set(devEui, issue)
        if (issue !== undefined || device === undefined) continue
        // An exact repeat counts once.
        if (keys.add(...halvesOf(devEui), offsets.length - 1) !== undefined) continue
        const text = JSON.stringify(device)
        waiting.push(text)
        at += Buffer.byteLength(text)
        offsets.push(at)
      }
      flush()
    }
  } finally {
    await opened.dispose()
  }
  const ends = Float64Array.from(offsets)
  const hasCounter = isCounted(template)
  return {
    devices: keys.size,
    refused: refused.size,
    find(devEui) {
      const number = keys.find(...halvesOf(devEui))
      const issue = wrong.get(devEui)
      if (number === undefined) return issue === undefined ? undefined : { issue }
      const [from = 0, to = 0] = [ends[number], ends[number + 1]]
      const found = JSON.parse(scratch.part(from, to - from).toString('utf8')) as IndexedDevice
      const device = { ...found, columns: namedRecord(Object.entries(found.columns)) }
      // The number that it has in a job of the file, whenever it arrives.
      return hasCounter ? countedDevice(device, { index: number + 1, count: keys.size }) : device
    },
    close: () => scratch.dispose(),
  }
}

function placeOf({ line, file = '' }: { readonly line: number; readonly file?: string | undefined }): string {
  return `${line} ${file}`
}
