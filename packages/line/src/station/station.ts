import type { Decoder } from '@claimtag/decoder'
import type { LockHolder } from '@claimtag/disk'
import type { LanguageName } from '@claimtag/printer'
import type { Machine } from '../arrival/arrivals.ts'
import { freeText, readArrival, type Reading } from '../arrival/reading.ts'
import { LineError } from '../issue.ts'
import { labelOf } from '../ledger/entry.ts'
import { openLineLog } from '../ledger/line-log.ts'
import type { LabelSource } from '../source/source.ts'
import { checkLabel } from './check-label.ts'
import type { Desk, StationEvent } from './desk.ts'
import { labelArrival } from './label-device.ts'
import type { LinePrinterOptions } from './line-printer.ts'
import type { Action, Notice } from '../notice.ts'
import { isAimed, operate } from './operate.ts'
import { openPackLabels, type PackPlan } from './packs.ts'
import { packFull } from './pack-devices.ts'
import { openPrinters, placesOf, type Printers, printsOf } from './printers.ts'
import type { ProductRule } from './product.ts'
import { type StationView, viewOf } from './view.ts'
import { createWaitingRoom } from './waiting-room.ts'

export interface StationOptions {
  /** The folder of `line.ndjson`; made when it is missing, 0700. */
  readonly folder: string
  readonly source: LabelSource
  /** The printer's address, as in `parsePrinterUrl` of `@claimtag/printer`. */
  readonly to: string
  /** Default `zpl`. */
  readonly language?: LanguageName | undefined
  /** Reads what is scanned: it has to know the format of the labels. */
  readonly decoder: Pick<Decoder, 'decode'>
  readonly operator: string
  /** Every printed label has to be scanned before the next device. Default false. */
  readonly check?: boolean | undefined
  readonly product?: ProductRule | undefined
  /** A label for every so many devices. */
  readonly cartons?: PackPlan | undefined
  /** A label for every so many cartons. */
  readonly pallets?: PackPlan | undefined
  /** Dots per inch of the labels of cartons and pallets. Default 203. */
  readonly dpi?: number | undefined
  readonly onEvent?: ((event: StationEvent) => void) | undefined
  /** A process on another machine may have the folder open; it takes up to a minute to find out. */
  readonly onWait?: ((holder: LockHolder | undefined) => void) | undefined
  /** Default: the system's clock. */
  readonly now?: (() => Date) | undefined
  /** Times and transport of the printers. */
  readonly printer?: LinePrinterOptions | undefined
}

/** A station of a production line: one device at a time, each labelled once. */
export interface Station {
  /**
   * A device arrives, or the code of a printed label is scanned. Arrivals and actions take their turns.
   *
   * @param machine of a device that no person scans: it waits until the label before is done with, where a person is
   *   told so. A code that claims a device is a scan of its label, whatever it comes from.
   * @returns what the operator is told; `undefined` for an empty line
   * @throws DiskError, BatchError when it cannot be recorded: the station has to be closed
   */
  arrive(text: string, machine?: Machine): Promise<Notice | undefined>
  act(action: Action): Promise<Notice>
  view(): StationView
  /** Calls `listener` with every event from now on. */
  watch(listener: (event: StationEvent) => void): () => void
  /** Stops at once: a label on its way is asked about when the station is opened again. */
  close(): Promise<void>
}

/** More than that is not a person with a scanner. */
const MOST_WAITING = 64

/**
 * Opens a station, and goes on where it was: at the scan that was waited for, at the mix-up that was not put right, at
 * the label that may or may not be on paper, in the carton that was being filled.
 *
 * @throws LineError `operator`, `pack-size`, `pallets-without-cartons`, `pack-unprintable`
 * @throws DiskError `locked`, `log-damaged`
 * @throws PrinterError `printer-address`
 *
 * @example
 * ```ts
 * import { createDecoder } from '@claimtag/decoder'
 * import { fileSource, openStation } from '@claimtag/line'
 *
 * const source = await fileSource({ input: 'devices.csv' })
 * const decoder = createDecoder()
 * const station = await openStation({ folder: 'station', source, to: 'file://printer.bin', decoder, operator: 'Ada' })
 * console.log((await station.arrive('70-B3-D5-7E-D0-0A-00-04'))?.code) // labelled
 * console.log((await station.arrive('70B3D57ED00A0004'))?.code) // printed-before
 * await station.close()
 * ```
 */
export async function openStation(options: StationOptions): Promise<Station> {
  const { folder, source, language = 'zpl', decoder, check = false, product = {}, cartons, pallets } = options
  const { now = () => new Date(), onEvent } = options
  const operator = freeText(options.operator, decoder)
  if (operator === undefined) throw new LineError({ code: 'operator' })
  const places = placesOf({ to: options.to, language, dpi: options.dpi }, options)
  const packs = await openPackLabels(cartons, pallets, places)
  const log = await openLineLog(folder, { onWait: options.onWait })
  const listeners = new Set<(event: StationEvent) => void>(onEvent === undefined ? [] : [onEvent])
  let notice: Notice | undefined
  let [waiting, turns]: [number, Promise<unknown>] = [0, Promise.resolve()]

  const tell = (event: StationEvent): void => {
    for (const listener of listeners) {
      try {
        listener(event)
      } catch (error) {
        // It is thrown where nothing that is being recorded or printed ends with it.
        queueMicrotask(() => {
          throw error
        })
      }
    }
  }
  let printers: Printers
  try {
    printers = openPrinters(places, options.printer ?? {}, (event, printer) =>
      tell({ type: 'printer', event, printer }),
    )
  } catch (error) {
    log.close()
    throw error
  }
  const desk: Desk = {
    log,
    source,
    printers,
    decoder,
    check,
    product,
    packs,
    cartons,
    pallets,
    operator,
    printing: undefined,
    subject: undefined,
    tell,
    write(entry) {
      const stamped = {
        at: now().toISOString(),
        by: desk.operator,
        printer: printers.of(printsOf(entry)).name,
        ...entry,
      }
      log.append(stamped)
      tell({ type: 'entry', entry: stamped })
      room.look()
    },
    say(said) {
      notice = said
      tell({ type: 'notice', notice: said })
      return said
    },
  }

  const room = createWaitingRoom(
    () => log.state.unfinished === undefined,
    (count) => tell({ type: 'waiting', count }),
  )

  function inTurn<T>(work: () => Promise<T>): Promise<T | Notice> {
    if (waiting >= MOST_WAITING) return Promise.resolve(desk.say({ code: 'too-many-waiting' }))
    waiting += 1
    const turn = turns.then(work).finally(() => (waiting -= 1))
    turns = turn.catch(() => undefined)
    return turn
  }

  /** A device of a machine waits outside while a label is looked for or is to be scanned. */
  async function arrivedByItself(reading: Reading, { signal }: Machine): Promise<Notice | undefined> {
    for (;;) {
      const told = await inTurn(async () => {
        const label = log.state.unfinished
        return label === undefined ? arrived(reading, undefined) : ({ code: 'finish-first', label } as const)
      })
      if (told?.code !== 'finish-first' || !(await room.wait(signal))) return told
    }
  }

  async function arrive(text: string, machine?: Machine): Promise<Notice | undefined> {
    const reading = readArrival(text, decoder)
    // Whatever it comes from, a code that claims a device is on a label, and what cannot be read may be.
    const before = log.state.awaited
    if (machine === undefined || reading?.devEui === undefined || reading.isLabel)
      return inTurn(() => arrived(reading, before))
    return arrivedByItself(reading, machine)
  }

  /** @param before the label that was to be scanned when it came */
  async function arrived(
    reading: Reading | undefined,
    before: string | undefined,
  ): Promise<Notice | undefined> {
    if (reading === undefined) return undefined
    const { doubt, awaited } = log.state
    if (doubt !== undefined) return desk.say({ code: 'finish-first', label: labelOf(doubt) })
    // Who scans a device while the label before is still being printed has not read that label.
    if (awaited !== undefined && awaited !== before && reading.devEui !== undefined && !reading.isLabel)
      return desk.say({ code: 'finish-first', label: awaited })
    return awaited === undefined ? labelArrival(desk, reading) : checkLabel(desk, awaited, reading)
  }

  const isAnotherShift = log.state.operator !== undefined && log.state.operator !== operator
  desk.write({ result: 'opened' })
  if (isAnotherShift) desk.write({ result: 'shift' })
  // It may have stopped between the last device of a carton and the label of that.
  void inTurn(async () => {
    if (log.state.unfinished === undefined) await packFull(desk)
  }).catch(() => undefined)

  return {
    arrive,
    act(action) {
      const { printing } = desk
      // Who asks sees the label before, and it would be done to the one that is not there yet.
      return printing === undefined || isAimed(action)
        ? inTurn(() => operate(desk, action))
        : Promise.resolve(desk.say({ code: 'finish-first', label: printing }))
    },
    view: () =>
      viewOf(log.state, {
        printing: desk.printing,
        notice,
        subject: desk.subject,
        printers,
        operator: desk.operator,
        source,
        cartonSize: cartons?.size,
        palletSize: pallets?.size,
        waiting: Math.max(0, waiting - 1) + room.size,
      }),
    watch(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async close() {
      room.close()
      await printers.close()
      await turns
      log.close()
      listeners.clear()
    },
  }
}
