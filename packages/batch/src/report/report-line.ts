import { count } from '@claimtag/core'

/** A line of the report on paper. */
export type ReportLine =
  | { readonly kind: 'title' | 'heading' | 'text'; readonly text: string }
  | { readonly kind: 'pair'; readonly name: string; readonly text: string }
  | { readonly kind: 'space' }

export const SPACE: ReportLine = { kind: 'space' }

export const title = (text: string): ReportLine => ({ kind: 'title', text })
export const heading = (text: string): ReportLine => ({ kind: 'heading', text })
export const plain = (text: string): ReportLine => ({ kind: 'text', text })
export const pair = (name: string, text: string | number): ReportLine => ({
  kind: 'pair',
  name,
  text: typeof text === 'number' ? count(text) : text,
})

/** Begins a part of the report. */
export function* section(text: string): Generator<ReportLine> {
  yield SPACE
  yield heading(text)
}

/** What a list leaves out. */
export function* more(left: number, where: string): Generator<ReportLine> {
  if (left > 0) yield plain(`… and ${count(left)} more; ${where} them all.`)
}
