import { assertNotInput } from '@claimtag/batch'
import {
  type Arrivals,
  LANGUAGES,
  type Language,
  languageOf,
  openArrivals,
  openStation,
  parseProduct,
  type ServedStation,
  serveStation,
} from '@claimtag/line'
import { parsePrinterUrl } from '@claimtag/printer'
import { userInfo } from 'node:os'
import { resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { waitingLine } from '../batch-report.ts'
import { EXIT, type ExitCode } from '../exit-code.ts'
import { text, texts } from '../flags/flag-value.ts'
import { openSource } from '../line/open-source.ts'
import { plainFront } from '../line/plain-front.ts'
import { screenFront } from '../line/screen-front.ts'
import { prose } from '../output/prose.ts'
import type { Invocation } from '../program.ts'
import type { Session } from '../session.ts'
import { packPlans, printerLanguageOf } from '../line/pack-plans.ts'
import { loadConfig } from '../settings/config.ts'
import { UsageError } from '../usage-error.ts'

const FOLDER = 'line'
const GRACE_MS = 2000

/** A station at a production line, for as long as somebody works at it. */
export async function line(invocation: Invocation, io: Session): Promise<ExitCode> {
  const { flags } = invocation
  const { config } = await loadConfig(text(flags['config']), io.cwd)
  const to = text(flags['to']) ?? config.to
  if (to === undefined) throw new UsageError('Say which printer: --to tcp://host:9100')
  parsePrinterUrl(to)
  const printerLanguage = printerLanguageOf(text(flags['as']))
  const language = languageFor(text(flags['language']), io.env)
  const product = text(flags['product'])
  const [json, quiet] = [flags['json'] === true, flags['quiet'] === true]
  const { source, decoder, dpi, inputs } = await openSource(invocation, printerLanguage, io)
  const failure = new AbortController()
  const stop = AbortSignal.any([io.signal, failure.signal])
  let failed: { readonly error: unknown } | undefined
  const onFailed = (error: unknown): void => {
    failed ??= { error }
    failure.abort()
  }
  const open: (Arrivals | ServedStation)[] = []
  try {
    const { cartons, pallets } = await packPlans(invocation, io.cwd, dpi)
    for (const place of [to, cartons?.to, pallets?.to]) {
      const address = place === undefined ? undefined : parsePrinterUrl(place)
      if (address?.transport === 'file') assertNotInput(address.path, inputs)
    }
    const station = await openStation({
      folder: resolve(io.cwd, text(flags['folder']) ?? FOLDER),
      source,
      to,
      language: printerLanguage,
      decoder,
      operator: text(flags['operator']) ?? userInfo().username,
      check: flags['check'] === true,
      product: product === undefined ? {} : parseProduct(product),
      cartons,
      pallets,
      dpi,
      onWait: (holder) => io.stderr.print(waitingLine(holder)),
    })
    try {
      for (const from of texts(flags['arrivals'])) {
        const place = from.includes('://') ? from : resolve(io.cwd, from)
        open.push(
          await openArrivals(place, (scanned, machine) => station.arrive(scanned, machine), {
            onFailed,
            onLost: (detail) => quiet || io.stderr.print(prose`${from} is away (${detail}).\n`),
          }),
        )
      }
      const listen = text(flags['listen'])
      if (listen !== undefined) {
        const served = await serveStation(station, listen, {
          language,
          mayExpose: flags['expose'] === true,
          onFailed,
        })
        open.push(served)
        if (!quiet) io.stderr.print(prose`The station is at ${served.url}\n`)
      }
      const isTerminal = io.stdout.isTTY && (io.stdin as { readonly isTTY?: boolean }).isTTY === true && !json
      const front = isTerminal ? screenFront : plainFront
      await front({ station, io, language, json, quiet, signal: stop, goesOn: open.length > 0 })
    } finally {
      for (const one of open) await one.close()
      // A label on its way would have to be asked about next time; one that waits for paper is not waited for.
      await Promise.race([
        station.arrive('').catch(() => undefined),
        sleep(GRACE_MS, undefined, { ref: false }),
      ])
      await station.close()
    }
  } finally {
    await source.close()
  }
  if (failed !== undefined) throw failed.error
  return io.signal.aborted ? EXIT.interrupted : EXIT.done
}

function languageFor(asked: string | undefined, env: Session['env']): Language {
  if (asked === undefined) return languageOf(env['LC_ALL'] ?? env['LC_MESSAGES'] ?? env['LANG'] ?? '')
  if (Object.hasOwn(LANGUAGES, asked)) return asked as Language
  throw new UsageError(`--language knows ${Object.keys(LANGUAGES).join(', ')}, not ${asked}.`)
}
