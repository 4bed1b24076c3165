import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Art, Template } from '@claimtag/label'
import type { FontFiles } from '@claimtag/label/fonts'
import type { JobPlan } from '../plan/job-plan.ts'
import { spokenPrinting } from '../render/printing.ts'
import { createKeyedDigest } from './digest.ts'

/** What must not change between two runs of one job, by names that people know. */
export type Identity = Readonly<Record<string, string>>

interface Version {
  readonly version: string
}

export function ownVersion(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8')
  return (JSON.parse(text) as Version).version
}

/**
 * Counts the decisions to change the bytes of labels; the second one gave payload CSV the columns of the input. A new
 * version of claimtag or of Node does not change this number: a job can be continued after an update of either.
 */
export const BYTES_OF_LABELS = 'the bytes of labels'

export const THE_INPUT = 'the input'
const OUTPUTS = 'the outputs'
const CARTONS = 'the cartons'
const DATE = 'the date'
const PRINTING = 'the settings of the printer'
const TEMPLATE = 'the template'

/** @param content SHA-256 of the input's records */
export function identityOf(
  plan: JobPlan,
  content: string,
  skipBadRows: boolean,
  chunkRows: number,
): Identity {
  const { inputs, format, template, art, dpi, as, pack, media, pages, payload, verify, key, perFolder } = plan
  const { cartons } = plan
  // Derived from the rows, so it belongs to the input; records of earlier versions did not contain it.
  const readings = inputs.map((input) => {
    const { path: _, file: __, filled: ___, ...reading } = { file: undefined, filled: undefined, ...input }
    return reading
  })
  return {
    // Keyed: the input may be one device with a short token.
    [THE_INPUT]: createKeyedDigest(key)(content),
    'the reading of the columns': digestOf(readings.length === 1 ? readings[0] : readings),
    'the format': digestOf(format),
    [TEMPLATE]: digestOfTemplate(template, art, plan.fontFiles),
    [CARTONS]:
      cartons === undefined
        ? ''
        : `${cartons.size} ${digestOfTemplate(cartons.template, cartons.art, cartons.fontFiles)}`,
    [DATE]: plan.date ?? '',
    [PRINTING]: spokenPrinting(plan.printing),
    'the stock in the printer': media ?? '',
    'the resolution': `${dpi} dpi`,
    [OUTPUTS]: `${as.join(', ')}${payload?.guard === false ? ' unguarded' : ''}`,
    'the packing': `${pack ?? 'folders'} ${perFolder} ${chunkRows}`,
    'the pages': JSON.stringify(pages),
    'the verification': JSON.stringify(verify),
    'the treatment of bad rows': skipBadRows ? 'skip' : 'stop',
    [BYTES_OF_LABELS]: as.includes('csv') ? '2' : '1',
  }
}

/** What another list of devices may change of a job. */
const OF_THE_LIST = new Set([THE_INPUT, 'the reading of the columns'])

export function isOfTheList(name: string): boolean {
  return OF_THE_LIST.has(name)
}

/** The value in records that were written before this member existed. */
const FORMERLY: Identity = { [BYTES_OF_LABELS]: '1', [CARTONS]: '', [DATE]: '', [PRINTING]: '' }

export function changes(before: Identity, now: Identity): readonly string[] {
  const changed = Object.keys(now).filter((name) => (before[name] ?? FORMERLY[name]) !== now[name])
  // Other outputs have other bytes, and another date is in the templates: that is one change, not two.
  const follows = new Map([
    [BYTES_OF_LABELS, OUTPUTS],
    [TEMPLATE, DATE],
    [CARTONS, DATE],
  ])
  return changed.filter((name) => !changed.includes(follows.get(name) ?? ''))
}

function digestOfTemplate(
  template: Template,
  art: Art | undefined,
  fontFiles: FontFiles | undefined,
): string {
  const pictures = [...(art ?? [])].map(([name, { data }]) => [name, digestOfBytes(data)])
  const fonts = [...(fontFiles ?? [])].map(([name, bytes]) => [name, digestOfBytes(bytes)])
  return digestOf(fonts.length === 0 ? [template, pictures] : [template, pictures, fonts])
}

function digestOf(value: unknown): string {
  return digestOfBytes(Buffer.from(JSON.stringify(value), 'utf8'))
}

function digestOfBytes(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex').slice(0, 32)
}
