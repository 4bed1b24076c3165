import type { ServerResponse } from 'node:http'
import { screenOf } from '../screen/screen.ts'
import type { Station } from '../station/station.ts'
import { LANGUAGES, type Language } from '../words/languages.ts'

const ALIVE_EVERY_MS = 15_000
/** Screens and tabs of one station. */
const MOST_STREAMS = 32
/** What a page has not read yet. One that is asleep asks again when it wakes up, and gets the picture of then. */
const MOST_UNREAD_BYTES = 262_144

/** Sends the screen of a station to pages, each in its language, whenever it changes (server-sent events). */
export interface EventStreams {
  /** @returns false when there are too many already */
  open(response: ServerResponse, language: Language): boolean
  close(): void
}

export function createEventStreams(station: Pick<Station, 'view' | 'watch'>): EventStreams {
  const streams = new Map<ServerResponse, Language>()
  let isDue = false

  function send(response: ServerResponse, language: Language): void {
    if (response.writableLength > MOST_UNREAD_BYTES) {
      response.destroy()
      return
    }
    const { words } = LANGUAGES[language]
    const view = station.view()
    const { page } = words
    response.write(`data: ${JSON.stringify({ phase: view.phase, ...screenOf(view, words), page })}\n\n`)
  }

  // Several events of one turn are one picture.
  const unwatch = station.watch(() => {
    if (isDue) return
    isDue = true
    setImmediate(() => {
      isDue = false
      for (const [response, language] of streams) send(response, language)
    })
  })
  const alive = setInterval(() => {
    for (const response of streams.keys()) response.write(': still here\n\n')
  }, ALIVE_EVERY_MS)
  alive.unref()

  return {
    open(response, language) {
      if (streams.size >= MOST_STREAMS) return false
      streams.set(response, language)
      response.on('close', () => streams.delete(response))
      response.writeHead(200, { 'Content-Type': 'text/event-stream; charset=utf-8' })
      send(response, language)
      return true
    },
    close() {
      unwatch()
      clearInterval(alive)
      for (const response of streams.keys()) response.end()
    },
  }
}
