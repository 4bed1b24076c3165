import type { Notice } from '../notice.ts'
import type { Station } from '../station/station.ts'
import { type Language, languageOf } from '../words/languages.ts'
import { actionSchema, arrivalSchema } from './action-schema.ts'
import { createEventStreams } from './event-stream.ts'
import { type PageFile, type ServedPage, servePage } from './serve-page.ts'

export interface ServeOptions {
  /** The language of a page that asks for none. */
  readonly language: Language
  /** Others may reach the page than this machine alone. Default false. */
  readonly mayExpose?: boolean | undefined
  /** Something could not be recorded: the station has to be closed. */
  readonly onFailed: (error: unknown) => void
}

/** The page of a station, until it is closed. */
export type ServedStation = ServedPage

const file = (name: string): URL => new URL(`../../page/${name}`, import.meta.url)

const FILES: ReadonlyMap<string, PageFile> = new Map([
  ['/', [file('index.html'), 'text/html']],
  ['/station.css', [file('station.css'), 'text/css']],
  ['/station.js', [file('station.js'), 'text/javascript']],
])

/**
 * Serves a station to a touch screen: one page, which gets its pictures as server-sent events (`GET /events?lang=de`)
 * and posts scans (`POST /arrive`) and actions (`POST /act`) as JSON, with the header `X-Claimtag-Line: 1`. Programs of
 * a factory may do the same.
 *
 * @param address `127.0.0.1:7070`
 * @throws LineError `listen-address`, `listen-exposed`, `listen-failed`
 *
 * @example
 * ```ts no-run
 * import { serveStation, type Station } from '@claimtag/line'
 *
 * async function serve(station: Station): Promise<void> {
 *   const served = await serveStation(station, '127.0.0.1:7070', { language: 'en', onFailed: console.error })
 *   console.log(served.url) // http://127.0.0.1:7070/
 * }
 * ```
 */
export async function serveStation(
  station: Station,
  address: string,
  { language, mayExpose = false, onFailed }: ServeOptions,
): Promise<ServedStation> {
  const streams = createEventStreams(station)

  /** Nothing else that goes wrong with a request may close the station. */
  async function recorded(work: Promise<Notice | undefined>): Promise<{ readonly answer: Notice | null }> {
    try {
      return { answer: (await work) ?? null }
    } catch (error) {
      onFailed(error)
      throw error
    }
  }

  try {
    const served = await servePage(address, {
      files: FILES,
      ownHeader: 'x-claimtag-line',
      mayExpose,
      get({ pathname, searchParams }, response) {
        if (pathname !== '/events') return 404
        const asked = searchParams.get('lang')
        return streams.open(response, asked === null ? language : languageOf(asked)) ? undefined : 503
      },
      async post(path, body) {
        if (path === '/arrive') {
          const arrival = arrivalSchema.safeParse(body).data
          return arrival === undefined ? 400 : recorded(station.arrive(arrival.text))
        }
        if (path !== '/act') return 404
        const action = actionSchema.safeParse(body).data
        return action === undefined ? 400 : recorded(station.act(action))
      },
    })
    return {
      url: served.url,
      close() {
        streams.close()
        return served.close()
      },
    }
  } catch (error) {
    streams.close()
    throw error
  }
}
