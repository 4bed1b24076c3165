import { isDeviceField, type LabelFields, namedRecord } from '@claimtag/core'
import type { Device } from '@claimtag/devices'
import { defaultTemplate, localDate, usesDate, withDate, type Art, type Template } from '@claimtag/label'
import type { FontFiles } from '@claimtag/label/fonts'
import type { Series } from '@claimtag/label/series'
import { pictureReader } from './read-back/label.ts'
import { createBarcodeReader } from './read-back/barcode.ts'
import { createSymbolReader } from './read-back/symbol.ts'
import { VerificationError } from './read-back/verification-error.ts'
import { singlePage } from './print/single-page.ts'
import type { PictureKind } from './render/kinds.ts'
import { mediaFor } from './render/media-for.ts'
import { BatchError } from './issue.ts'
import { countersOf } from './plan/counters.ts'
import { openSeries } from './render/open-series.ts'
import { acrossOf, openPrintRows } from './render/print-rows.ts'
import { createLabelRenderer } from './render/render-label.ts'
import type { LabelRenderer } from './render/rendered-label.ts'
import type { ReadBackFault } from './fault.ts'

export interface LabelMakerOptions {
  readonly as: PictureKind
  /** Default: `defaultTemplate` of `@claimtag/label`. */
  readonly template?: Template | undefined
  /** Dots per inch of the printer. Default 203. */
  readonly dpi?: number | undefined
  /** The pictures of the template, from `@claimtag/label/art`. */
  readonly art?: Art | undefined
  /** The files of the fonts that the template names, from `@claimtag/label/fonts`. */
  readonly fontFiles?: FontFiles | undefined
  /** The media in a Brother QL (`62x29`). Default: the template's stock, or else the narrowest roll for it. */
  readonly media?: string | undefined
  /** The date that labels show where their template says `{date:…}`, as `2026-11-28`. Default: the day it is made. */
  readonly date?: string | undefined
  /** Asked for the day, when labels show it. Default: the system's clock. */
  readonly now?: (() => Date) | undefined
}

/** Makes labels, each read back before it is returned. */
export interface LabelMaker {
  /**
   * The bytes of one label, which contain the token.
   *
   * @param text of the code
   * @param fields that the template may print, `devEui` among them
   * @throws VerificationError when the label does not read back as it should
   * @throws LabelError when something does not fit
   * @throws BatchError `brother-resolution`, `brother-stock`, `uncounted-label`
   */
  make(text: string, fields: LabelFields): Promise<Uint8Array>
}

/**
 * Makes labels that are drawn and verified as those of a batch are, without a file of devices: for a backend that
 * issues one code at a time.
 *
 * @throws LabelError for a template that cannot be laid out
 * @example
 * ```ts
 * import { encode, thingpark } from '@claimtag/core'
 * import { createLabelMaker } from '@claimtag/batch'
 *
 * const device = { devEui: '70B3D57ED00A0004', joinEui: '70B3D57ED0000002' }
 * const text = encode({ ...device, ownerToken: 'ecQSH8YIV9/+/HS5mcyF8Q==' }, thingpark)
 * const png = await createLabelMaker({ as: 'png' }).make(text, { ...device, appEui: device.joinEui })
 * console.log(png.length > 0) // true
 * ```
 */
export function createLabelMaker(options: LabelMakerOptions): LabelMaker {
  const {
    as,
    template: design = defaultTemplate,
    dpi = 203,
    art,
    fontFiles,
    now = () => new Date(),
  } = options
  const counters = countersOf(design, [])
  const isDated = usesDate(design)
  const today = (): string | undefined => (isDated ? (options.date ?? localDate(now())) : undefined)
  let current = openDay(today())
  const readDots = pictureReader(as)
  const readSymbol = createSymbolReader()
  const readBarcode = createBarcodeReader()
  let rows: ReturnType<typeof openPrintRows> | undefined
  let before: Promise<unknown> = Promise.resolve()

  /** The reader takes one label at a time, and callers may ask for many at once. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = before.then(work)
    before = turn.catch(() => undefined)
    return turn
  }

  async function faultOf(
    bytes: Uint8Array,
    { symbols, codes, barcodes = [] }: Pick<ReturnType<LabelRenderer>, 'symbols' | 'codes' | 'barcodes'>,
  ): Promise<ReadBackFault | undefined> {
    const dots = readDots?.(bytes, symbols)
    if (dots === undefined) return 'no-picture'
    for (const [at, symbol] of symbols.entries()) {
      const said = await readSymbol(dots, symbol)
      if (said === undefined) return 'not-read'
      if (said !== codes[at]) return 'reads-otherwise'
    }
    for (const barcode of barcodes) {
      const said = await readBarcode(dots, barcode)
      if (said === undefined) return 'not-read'
      if (said !== barcode.text) return 'reads-otherwise'
    }
    return undefined
  }

  /** Labels that show no date have one day; a maker of others may be open for longer than theirs. */
  function openDay(day: string | undefined): Day {
    const template = day === undefined ? design : withDate(design, day)
    const series = openSeries(template, { dpi, art, fontFiles })
    // What goes wrong is said with the first label.
    if (series instanceof Promise) series.catch(() => undefined)
    let renderer: Promise<LabelRenderer> | undefined
    return { day, renderer: () => (renderer ??= openRenderer(template, series)) }
  }

  async function openRenderer(template: Template, series: Series | Promise<Series>): Promise<LabelRenderer> {
    const media = await mediaFor([as], { template, dpi, media: options.media })
    return createLabelRenderer(await series, [as], { media, art })
  }

  /** A label in a PDF is an object, and one of a row has no print of its own. */
  async function whole(bytes: Uint8Array): Promise<Uint8Array | undefined> {
    if (as === 'pdf') return singlePage(bytes, design.stock, art)
    rows ??= openPrintRows([as], { stock: design.stock, dpi }, acrossOf(design))
    return (await rows)?.whole(as, [{ bytes, place: 1 }]) ?? bytes
  }

  return {
    async make(text, fields) {
      const names = counters.filter((name) => fields[name] === undefined)
      if (names.length > 0) throw new BatchError({ code: 'uncounted-label', names })
      const day = today()
      if (day !== current.day) current = openDay(day)
      const render = await current.renderer()
      const { outputs, ...drawn } = render(deviceOf(text, fields))
      // A copy: the renderer uses its buffers again for the next label.
      const bytes = Uint8Array.from(outputs[0]?.bytes ?? [])
      const label = await whole(bytes)
      const fault = label === undefined ? 'no-picture' : await inTurn(() => faultOf(bytes, drawn))
      if (label === undefined || fault !== undefined)
        throw new VerificationError([
          { line: 1, devEui: fields['devEui'] ?? '', file: `the ${as}`, fault: fault ?? 'no-picture' },
        ])
      return label
    },
  }
}

/** What the labels of one day are made with. */
interface Day {
  readonly day: string | undefined
  readonly renderer: () => Promise<LabelRenderer>
}

/** The fields of a label as the device that they came from. */
function deviceOf(text: string, fields: LabelFields): Device {
  const given = Object.entries(fields).filter((entry): entry is [string, string] => entry[1] !== undefined)
  const [own, columns] = [namedRecord<string>(), namedRecord<string>()]
  for (const [name, value] of given) (isDeviceField(name) ? own : columns)[name] = value
  return { text, fields: own as unknown as Device['fields'], columns }
}
