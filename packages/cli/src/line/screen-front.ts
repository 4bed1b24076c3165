import { createKeyboard, LANGUAGES, type Row, terminalRows, type Tone } from '@claimtag/line'
import type { Readable } from 'node:stream'
import { prose, type Prose } from '../output/prose.ts'
import { type Front, type FrontOptions, pictureOf } from './front.ts'

/** ECMA-48, SGR: background and foreground of a tone. */
const COLOURS: Readonly<Record<Tone, readonly [back: number, front: number]>> = {
  ready: [44, 97],
  busy: [100, 97],
  good: [42, 30],
  check: [45, 97],
  no: [41, 97],
  stop: [41, 97],
  ask: [43, 30],
  wait: [43, 30],
}

/** For a window that was made larger or smaller. */
const REDRAW_EVERY_MS = 500

/** A terminal, as it is given to a process. */
interface Terminal extends Readable {
  setRawMode?(isRaw: boolean): unknown
}

/** A station on a whole terminal: large letters, colours and words, one key for each action. */
export const screenFront: Front = async ({ station, io, language, quiet, signal }) => {
  const { stdin, stdout, env } = io
  const terminal: Terminal = stdin
  const isColoured = (env['NO_COLOR'] ?? '') === '' && env['TERM'] !== 'dumb'
  const { words } = LANGUAGES[language]
  const keyboard = createKeyboard(
    (key) => pictureOf(station, language).keys.find((one) => one.key === key)?.command,
  )
  let heard = ''
  let isOpen = true

  function draw(): void {
    const screen = pictureOf(station, language)
    const { input, prompt, showsTotals } = keyboard.typed
    const look = {
      columns: stdout.columns ?? 80,
      rows: stdout.rows ?? 24,
      prompt: prompt === undefined ? `${screen.prompt}:` : screen.prompts[prompt],
      keys: prompt === undefined ? undefined : `↵ ${words.page.send}   Esc ${words.page.cancel}`,
      // A code holds the token: it is not shown to everybody around.
      input: prompt === undefined ? shortened(input) : input,
      showsTotals,
    }
    stdout.showScreen(terminalRows(screen, look).map((row) => painted(row, screen.tone, isColoured)))
    const now = `${screen.tone} ${screen.sentence}`
    if (now !== heard && screen.isLoud) stdout.ring()
    heard = now
  }

  // The printer comes first: several events of one turn are one picture, drawn after it.
  let isDue = false
  const unwatch = station.watch(() => {
    if (isDue) return
    isDue = true
    setImmediate(() => {
      isDue = false
      if (isOpen) draw()
    })
  })
  const redraw = setInterval(draw, REDRAW_EVERY_MS)
  terminal.setRawMode?.(true)
  stdout.takeScreen()
  draw()
  try {
    await new Promise<void>((resolve, reject) => {
      terminal.on('data', (bytes: Uint8Array | string) => {
        for (const effect of keyboard.feed(typeof bytes === 'string' ? Buffer.from(bytes) : bytes)) {
          if (effect.type === 'quit') resolve()
          else if (effect.type === 'act') station.act(effect.action).catch(reject)
          else station.arrive(effect.text).catch(reject)
        }
        draw()
      })
      terminal.once('end', resolve)
      if (signal.aborted) resolve()
      signal.addEventListener('abort', () => resolve(), { once: true })
    })
  } finally {
    isOpen = false
    clearInterval(redraw)
    unwatch()
    terminal.setRawMode?.(false)
    terminal.pause()
    stdout.leaveScreen()
    if (!quiet) io.stderr.print(leftOf(station, language))
  }
}

/** What stands when the station is closed: it goes on from there. */
function leftOf(station: FrontOptions['station'], language: FrontOptions['language']): Prose {
  const { mark, headline, sentence, facts } = pictureOf(station, language)
  const { phase, carton, pallet } = station.view()
  const packs = [carton, pallet].filter((pack) => pack !== undefined).length
  const sums = facts.slice(0, 2 + packs).map(([name, value]) => `${name}: ${value}`)
  const left = phase === 'ready' ? prose`` : prose`${mark} ${headline}: ${sentence}\n`
  return prose`${left}${sums.join('   ')}\n`
}

const SHOWN = 24

function shortened(input: string): string {
  return input.length <= SHOWN ? input : `${input.slice(0, 8)}… (${input.length})`
}

function painted({ text, style }: Row, tone: Tone, isColoured: boolean): Prose {
  const plain = prose`${text}`
  if (style === 'plain') return plain
  if (style === 'bold') return plain.styled(1, 22)
  if (style === 'dim') return plain.styled(2, 22)
  const strong = style === 'banner-bold' ? plain.styled(1, 22) : plain
  const [back, front] = COLOURS[tone]
  // Without colours, dark and light change places.
  return isColoured ? strong.styled(front, 39).styled(back, 49) : strong.styled(7, 27)
}
