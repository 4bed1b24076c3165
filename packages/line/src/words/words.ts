import type { WaitReason } from '@claimtag/printer'
import type { Totals } from '../ledger/totals.ts'
import type { RefusedBecause } from '../ledger/entry.ts'
import type { Notice, NoticeCode } from '../notice.ts'

/** What an operator may do with one key. */
export type Command =
  | 'reprint'
  | 'void'
  | 'carton'
  | 'pallet'
  | 'totals'
  | 'operator'
  | 'quit'
  | 'yes'
  | 'no'
  | 'again'

/** What a station looks like from two metres. */
export type Tone = 'ready' | 'busy' | 'good' | 'check' | 'no' | 'stop' | 'ask' | 'wait'

/** The largest letters: most tones have one of them. */
export type Headline = Tone | 'again' | 'before' | 'undone'

/** What the lines at the foot of a screen are about. */
type Fact = 'shift' | 'all' | 'carton' | 'pallet' | 'operator' | 'printer' | 'source' | 'waiting'

type Sentences = { readonly [C in NoticeCode]: (notice: Extract<Notice, { code: C }>) => string }

/** All that a station says in one language: the compiler holds that nothing is missing. */
export interface LineWords {
  /** A few capitals, for the largest letters. */
  readonly headlines: Readonly<Record<Headline, string>>
  readonly notices: Sentences
  readonly waits: Readonly<Record<WaitReason, string>>
  readonly commands: Readonly<Record<Command, string>>
  readonly facts: Readonly<Record<Fact, string>>
  readonly totals: Readonly<Record<Exclude<keyof Totals, 'refused'> | RefusedBecause, string>>
  /** While nothing has happened yet. */
  readonly next: string
  readonly printing: (label: string) => string
  /** Whether the label is on paper, which nothing else knows. */
  readonly ask: (label: string) => string
  readonly pack: (what: 'carton' | 'pallet', number: string) => string
  readonly packPrinters: Readonly<Record<'carton' | 'pallet', string>>
  readonly of: (count: number, all: number) => string
  readonly prompts: Readonly<Record<'reprint' | 'void' | 'operator', string>>
  readonly page: Readonly<
    Record<
      'title' | 'scan' | 'scanLabel' | 'send' | 'cancel' | 'away' | 'lost' | 'language' | 'sound',
      string
    >
  >
}
