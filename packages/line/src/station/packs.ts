import {
  assertNoCode,
  type CartonDevice,
  createCartonFields,
  createLabelMaker,
  type LabelMaker,
} from '@claimtag/batch'
import { ClaimtagError } from '@claimtag/core'
import { type Art, cartonPresets, type Template } from '@claimtag/label'
import type { FontFiles } from '@claimtag/label/fonts'
import type { LanguageName } from '@claimtag/printer'
import { LineError } from '../issue.ts'
import type { Pack } from '../ledger/line-state.ts'

/** How devices are packed into cartons, or cartons onto pallets. */
export interface PackPlan {
  /** Devices in a carton, or cartons on a pallet: 1 to 1,000. */
  readonly size: number
  /** Default: 100 × 50 mm. */
  readonly template?: Template | undefined
  readonly art?: Art | undefined
  /** The files of the fonts that the template names, from `@claimtag/label/fonts`. */
  readonly fontFiles?: FontFiles | undefined
  /** The address of a printer of their own. Default: that of cartons for pallets, and that of devices for cartons. */
  readonly to?: string | undefined
  /** What it speaks. Default: what the printer speaks that would print them otherwise. */
  readonly language?: LanguageName | undefined
  /** Dots per inch of their labels. Default: as of those. */
  readonly dpi?: number | undefined
}

export interface PackLabelOptions {
  readonly language: LanguageName
  /** Default 203. */
  readonly dpi?: number | undefined
}

/** The labels of cartons and pallets, which hold no token and no code of a device. */
export interface PackLabels {
  carton(pack: string, devices: readonly CartonDevice[]): Promise<Uint8Array>
  pallet(pack: string, devices: readonly CartonDevice[], packs: readonly Pack[]): Promise<Uint8Array>
}

const MOST = 1000

/**
 * Tries a full carton and a full pallet first, so that no label turns out to be too small in the middle of a shift.
 *
 * @throws LineError `pack-size`, `pallets-without-cartons`, `pack-unprintable`
 * @throws BatchError `code-on-carton`
 */
export async function openPackLabels(
  cartons: PackPlan | undefined,
  pallets: PackPlan | undefined,
  options: Readonly<Record<'carton' | 'pallet', PackLabelOptions>>,
): Promise<PackLabels> {
  if (pallets !== undefined && cartons === undefined) throw new LineError({ code: 'pallets-without-cartons' })
  const make = {
    carton: makerOf('cartons', cartons, cartonTemplate('Carton {carton}'), options.carton),
    pallet: makerOf('pallets', pallets, palletTemplate(), options.pallet),
  }
  const labels: PackLabels = {
    carton: (pack, devices) => make.carton(pack, devices, {}),
    pallet: (pack, devices, packs) =>
      make.pallet(pack, devices, {
        pallet: numberOf(pack),
        cartons: String(packs.length),
        firstCarton: numberOf(packs[0]?.pack),
        lastCarton: numberOf(packs.at(-1)?.pack),
      }),
  }
  await tried('cartons', cartons, (size) => labels.carton('carton-99999', sampleDevices(size)))
  await tried('pallets', pallets, (size) =>
    labels.pallet('pallet-99999', sampleDevices(size * (cartons?.size ?? 0)), samplePacks(size)),
  )
  return labels

  function makerOf(
    what: 'cartons' | 'pallets',
    plan: PackPlan | undefined,
    otherwise: Template,
    { language, dpi }: PackLabelOptions,
  ) {
    if (plan !== undefined && !(Number.isInteger(plan.size) && plan.size >= 1 && plan.size <= MOST))
      throw new LineError({ code: 'pack-size', what })
    const template = plan?.template ?? otherwise
    assertNoCode(template)
    const fieldsOf = createCartonFields(template)
    let maker: LabelMaker | undefined
    return (pack: string, devices: readonly CartonDevice[], more: Readonly<Record<string, string>>) => {
      maker ??= createLabelMaker({ as: language, template, dpi, art: plan?.art, fontFiles: plan?.fontFiles })
      const fields = { ...fieldsOf({ number: Number(numberOf(pack)), devices }, 0), cartons: '', ...more }
      return maker.make(NO_CODE, fields)
    }
  }
}

/** A carton has no code of its own, and holds none of its devices'. */
const NO_CODE = ''

async function tried(
  what: 'cartons' | 'pallets',
  plan: PackPlan | undefined,
  make: (size: number) => Promise<unknown>,
): Promise<void> {
  if (plan === undefined) return
  try {
    await make(plan.size)
  } catch (error) {
    if (!(error instanceof ClaimtagError)) throw error
    throw new LineError({ code: 'pack-unprintable', what, detail: error.message })
  }
}

/** The preset of a batch knows how many cartons there will be; a line does not. */
function cartonTemplate(title: string): Template {
  const preset = cartonPresets['carton-100x50']!
  return {
    ...preset,
    elements: preset.elements.map((element) =>
      element.type === 'text' && element.id === 'carton' ? { ...element, text: title } : element,
    ),
  }
}

/** Its symbol names the cartons: the DevEUIs, of which there may be thousands, are in those of the cartons. */
function palletTemplate(): Template {
  const template = cartonTemplate('Pallet {pallet}')
  return {
    ...template,
    name: 'pallet-100x50',
    title: 'Pallet of several cartons, 100 × 50 mm, without the claiming codes',
    elements: template.elements
      .filter((element) => !(element.type === 'text' && /^\{devEui\d/.test(element.text)))
      .map((element) => {
        if (element.type === 'qr')
          return {
            ...element,
            text: 'PALLET {pallet}/{firstCarton}-{lastCarton}/{count}/{firstDevEui}/{lastDevEui}',
          }
        if (element.type === 'text' && element.id === 'count')
          return {
            ...element,
            text: 'Devices: {count}, in cartons {firstCarton} – {lastCarton}',
            minSize: 1.6,
          }
        return element
      }),
  }
}

/** The number in the name of a pack, as people say it. */
export function numberOf(pack = ''): string {
  return String(Number(pack.slice(pack.indexOf('-') + 1)))
}

export function packName(what: 'carton' | 'pallet', number: number): string {
  return `${what}-${String(number).padStart(5, '0')}`
}

function sampleDevices(count: number): readonly CartonDevice[] {
  return Array.from({ length: count }, (_, index) => ({
    devEui: (0xffff_ffff_0000_0000n + BigInt(index)).toString(16).toUpperCase(),
    joinEui: 'FFFFFFFFFFFFFFFF',
    serialNumber: undefined,
    columns: {},
  }))
}

function samplePacks(count: number): readonly Pack[] {
  return Array.from({ length: count }, (_, index) => ({
    pack: packName('carton', 99_000 + index),
    devEuis: [],
  }))
}
