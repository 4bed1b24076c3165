import type { Totals } from '../ledger/totals.ts'
import type { Notice, Phase } from '../notice.ts'
import type { StationView } from '../station/view.ts'
import { numberOf } from '../station/packs.ts'
import type { Command, Headline, LineWords, Tone } from '../words/words.ts'

/** What is on the screen of a station, in one language: for a terminal and for a page alike. */
export interface Screen {
  readonly tone: Tone
  /** Whether a sound goes with it, since a person has to come. */
  readonly isLoud: boolean
  /** A sign for the tone, so that colour is not needed. */
  readonly mark: string
  /** A few words in capitals. */
  readonly headline: string
  /** The end of the DevEUI, to compare with what is in the hand. */
  readonly short: string
  readonly sentence: string
  /** What is to be scanned or typed. */
  readonly prompt: string
  /** What is asked before something is done, and of which label. */
  readonly prompts: LineWords['prompts']
  readonly facts: readonly (readonly [name: string, value: string])[]
  readonly keys: readonly Key[]
  readonly totals: readonly (readonly [name: string, shift: number, all: number])[]
}

/** One key for each thing that an operator may do. */
export interface Key {
  /** Function keys: scanners that type as keyboards send none. */
  readonly key: string
  readonly name: string
  readonly command: Command
}

const MARKS: Readonly<Record<Tone, string>> = {
  ready: '▶',
  busy: '…',
  good: '✓',
  check: '◎',
  no: '✗',
  stop: '✗',
  ask: '?',
  wait: '!',
}

/** Tones that a sound goes with. */
const LOUD: readonly Tone[] = ['no', 'stop', 'ask', 'wait']

const REFUSALS: readonly Notice['code'][] = [
  'unknown-device',
  'refused-device',
  'wrong-product',
  'printed-before',
  'unreadable',
  'unusable-label',
  'not-sent',
  'uncertain',
  'too-many-waiting',
  'no-reason',
  'nothing-to-do',
]

const ASKED: readonly Command[] = ['yes', 'no', 'again']
const USUAL: readonly Command[] = ['reprint', 'void', 'carton', 'pallet', 'totals', 'operator']
/** What makes no sense while a label is being printed, or is to be scanned: its key is not there. */
const LATER: Readonly<Partial<Record<Phase, readonly Command[]>>> = {
  printing: ['reprint', 'void', 'carton', 'pallet'],
  check: ['carton', 'pallet'],
  stopped: ['carton', 'pallet'],
}

/**
 * Draws the view of a station in words.
 *
 * @example
 * ```ts no-run
 * import { LANGUAGES, screenOf, type Station } from '@claimtag/line'
 *
 * const headlineOf = (station: Station): string => screenOf(station.view(), LANGUAGES.de.words).headline
 * ```
 */
export function screenOf(view: StationView, words: LineWords): Screen {
  const tone = toneOf(view)
  return {
    tone,
    isLoud: LOUD.includes(tone),
    mark: MARKS[tone],
    headline: words.headlines[headlineOf(view, tone)],
    short: shortOf(view),
    sentence: sentenceOf(view, words),
    prompts: promptsOf(view, words),
    prompt: view.phase === 'check' || view.phase === 'stopped' ? words.page.scanLabel : words.page.scan,
    facts: factsOf(view, words),
    keys: keysOf(view, words),
    totals: totalsOf(view.shift, view.total, words),
  }
}

function toneOf({ phase, notice, printer }: StationView): Tone {
  if (phase === 'printing') return isAway(printer) ? 'wait' : 'busy'
  if (phase === 'ask') return 'ask'
  if (phase === 'stopped') return 'stop'
  if (phase === 'check')
    return notice?.code === 'label-unreadable' || notice?.code === 'not-the-label' ? 'no' : 'check'
  if (notice === undefined) return isAway(printer) ? 'wait' : 'ready'
  if (REFUSALS.includes(notice.code)) return 'no'
  return notice.code === 'labelled' || notice.code === 'packed' ? 'good' : 'ready'
}

/** A label that could not be read is there, and so is that of a device that has one. */
function headlineOf({ notice }: StationView, tone: Tone): Headline {
  if (tone !== 'no') return tone
  switch (notice?.code) {
    case 'printed-before':
      return 'before'
    case 'unreadable':
    case 'label-unreadable':
    case 'not-the-label':
    case 'too-many-waiting':
      return 'again'
    case 'no-reason':
    case 'nothing-to-do':
      return 'undone'
    default:
      return tone
  }
}

/** Which label it is about: nothing on the screen may say so, when the last device has long gone. */
function promptsOf({ subject }: StationView, { prompts, commands }: LineWords): LineWords['prompts'] {
  if (subject === undefined) return prompts
  const about = (command: 'reprint' | 'void'): string =>
    `${commands[command]} ${subject}: ${prompts[command]}`
  return { ...prompts, reprint: about('reprint'), void: about('void') }
}

/** Whether it lacks something that a person has to see to. */
function isAway(printer: StationView['printer']): printer is Required<StationView['printer']> {
  return printer.wait !== undefined && printer.wait !== 'busy'
}

function shortOf({ label, notice }: StationView): string {
  const of = label ?? (notice !== undefined && 'devEui' in notice ? notice.devEui : '')
  return of.includes('-') ? numberOf(of) : of.slice(-4)
}

function sentenceOf({ phase, label = '', notice, printer, scanned }: StationView, words: LineWords): string {
  const named = spoken(label, words)
  if (phase === 'printing')
    return printer.wait === undefined ? words.printing(named) : waitFor(printer, words)
  if (phase === 'ask') return words.ask(named)
  // What is said of something else, a name for one, must not hide why the line stands still.
  if (phase === 'stopped') {
    const why = words.notices['other-device']({ code: 'other-device', devEui: label, scanned: scanned ?? '' })
    return notice?.code === 'no-reason' ? `${saying(notice, words)} ${why}` : why
  }
  // An operator who begins to work finds out before the first device does.
  if (notice === undefined && phase === 'ready' && isAway(printer)) return waitFor(printer, words)
  if (notice === undefined || (phase === 'check' && notice.code === 'operator'))
    return phase === 'check' ? words.notices['scan-label']({ code: 'scan-label', devEui: label }) : words.next
  if (phase !== 'check' || notice.code !== 'finish-first') return saying(notice, words)
  // What comes first is said, and how it is finished.
  return `${saying(notice, words)} ${words.notices['scan-label']({ code: 'scan-label', devEui: label })}`
}

/** What is to be done, and at which of several printers. */
function waitFor({ wait, prints = 'device' }: StationView['printer'], words: LineWords): string {
  const sentence = wait === undefined ? '' : words.waits[wait]
  return prints === 'device' ? sentence : `${words.packPrinters[prints]}: ${sentence}`
}

function saying(notice: Notice, words: LineWords): string {
  const say = words.notices[notice.code] as (notice: Notice) => string
  if ('label' in notice) return say({ ...notice, label: spoken(notice.label, words) })
  if (notice.code === 'packed') return `${capital(spoken(notice.pack, words))}: ${say(notice)}`
  return say(notice)
}

/** `carton 3`, for `carton-00003`; a DevEUI as it is. */
function spoken(label: string, words: LineWords): string {
  if (!label.includes('-')) return label
  return words.pack(label.startsWith('pallet') ? 'pallet' : 'carton', numberOf(label))
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1)
}

function factsOf(view: StationView, words: LineWords): Screen['facts'] {
  const { facts, of } = words
  const { carton, pallet, source, waiting } = view
  return [
    [facts.shift, String(view.shift.labelled)],
    [facts.all, source.devices === undefined ? String(view.labelled) : of(view.labelled, source.devices)],
    ...(carton === undefined
      ? []
      : [[`${facts.carton} ${carton.number}`, of(carton.devices, carton.size)] as const]),
    ...(pallet === undefined
      ? []
      : [[`${facts.pallet} ${pallet.number}`, of(pallet.cartons, pallet.size)] as const]),
    ...(waiting === 0 ? [] : [[facts.waiting, String(waiting)] as const]),
    [facts.operator, view.operator],
    [facts.source, source.name],
    ...printersOf(view, words),
  ]
}

function printersOf({ printer, printers, carton, pallet }: StationView, words: LineWords): Screen['facts'] {
  const { facts, packPrinters } = words
  if (printers === undefined) return [[facts.printer, printer.name]]
  return [
    [facts.printer, printers.device],
    ...(carton === undefined ? [] : [[packPrinters.carton, printers.carton] as const]),
    ...(pallet === undefined ? [] : [[packPrinters.pallet, printers.pallet] as const]),
  ]
}

function keysOf({ phase, carton, pallet }: StationView, words: LineWords): readonly Key[] {
  const commands = phase === 'ask' ? ASKED : USUAL
  return [
    ...commands.map((command, index) => ({ key: `F${index + 2}`, name: words.commands[command], command })),
    { key: 'F9', name: words.commands.quit, command: 'quit' as const },
  ].filter(
    ({ command }) =>
      LATER[phase]?.includes(command) !== true &&
      (command !== 'carton' || carton !== undefined) &&
      (command !== 'pallet' || pallet !== undefined),
  )
}

function totalsOf(shift: Totals, all: Totals, words: LineWords): Screen['totals'] {
  const [ofShift, ofAll] = [countsOf(shift), countsOf(all)]
  const names = Object.keys(words.totals) as (keyof LineWords['totals'])[]
  return names.map((name) => [words.totals[name], ofShift[name], ofAll[name]] as const)
}

/** What could not be read is one number, of a device or of its label. */
function countsOf({ refused, ...counts }: Totals): Readonly<Record<keyof LineWords['totals'], number>> {
  return { ...refused, ...counts, unreadable: counts.unreadable + refused.unreadable }
}
