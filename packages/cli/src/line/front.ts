import type { Station, StationEvent } from '@claimtag/line'
import { LANGUAGES, type Language, screenOf } from '@claimtag/line'
import type { Session } from '../session.ts'

/** What a person or a program sees of a station, and types into it; resolves when it is to be closed. */
export type Front = (options: FrontOptions) => Promise<void>

export interface FrontOptions {
  readonly station: Station
  readonly io: Session
  readonly language: Language
  readonly json: boolean
  readonly quiet: boolean
  /** Aborted when the station has to be closed. */
  readonly signal: AbortSignal
  /** The end of stdin does not end the station, since devices arrive elsewhere, too. */
  readonly goesOn: boolean
}

/** The picture of a station in the language of its operator. */
export function pictureOf(station: Pick<Station, 'view'>, language: Language): ReturnType<typeof screenOf> {
  return screenOf(station.view(), LANGUAGES[language].words)
}

/** Events that change what a person is to do. */
export function isNews(event: StationEvent): boolean {
  if (event.type === 'printer') return event.event.type === 'paused' || event.event.type === 'resumed'
  return event.type === 'notice'
}
