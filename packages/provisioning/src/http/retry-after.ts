import type { HttpResponse } from './fetch.ts'

type Headers = HttpResponse['headers']

/** Longer than any server means: eleven days. */
const MOST_SECONDS = 999_999

const HTTP_DATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/
const UTC = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+]00:?00)?$/

/**
 * How long a server that refused a request asks to wait, in whole seconds: `Retry-After` as seconds or as a date (RFC
 * 9110, 10.2.3), or else the header of its own: `x-rate-limit-retry` in seconds (The Things Stack), `quota-reset-UTC`
 * as a time (KPN's gateway before DX Core; taken of a 429 alone, since every answer has it) or `X-Rate-Limit-Next:
 * api=<ms>` (Busit). Times are compared with the server's own `Date`, where it has one.
 *
 * @param now milliseconds since 1970
 */
export function retryAfterSeconds(
  { status, headers }: Pick<HttpResponse, 'status' | 'headers'>,
  now: number,
): number | undefined {
  const serverNow = httpDate(headers.get('date')) ?? now
  const until = (time: number | undefined): number | undefined =>
    time === undefined ? undefined : (time - serverNow) / 1000
  const asked = headers.get('retry-after')
  const seconds =
    wholeSeconds(asked) ??
    until(httpDate(asked)) ??
    wholeSeconds(headers.get('x-rate-limit-retry')) ??
    (status === 429 ? until(quotaReset(headers)) : undefined) ??
    nextOfBusit(headers)
  return seconds === undefined ? undefined : Math.min(Math.max(Math.ceil(seconds), 0), MOST_SECONDS)
}

function wholeSeconds(text: string | null): number | undefined {
  return /^\d{1,6}$/.test(text ?? '') ? Number(text) : undefined
}

function httpDate(text: string | null): number | undefined {
  return HTTP_DATE.test(text ?? '') ? timeOf(text ?? '') : undefined
}

function quotaReset(headers: Headers): number | undefined {
  const text = headers.get('quota-reset-utc')?.trim() ?? ''
  // Without a zone it is UTC, as the header's name says.
  if (UTC.test(text)) return timeOf(`${text.replace(' ', 'T').replace(/(?:Z|[+]00:?00)$/, '')}Z`)
  if (/^\d{10}$/.test(text)) return Number(text) * 1000
  return /^\d{13}$/.test(text) ? Number(text) : undefined
}

function nextOfBusit(headers: Headers): number | undefined {
  const [, milliseconds] =
    /(?:^|[,;\s])api=(\d{1,10})(?:$|[,;\s])/.exec(headers.get('x-rate-limit-next') ?? '') ?? []
  return milliseconds === undefined ? undefined : Number(milliseconds) / 1000
}

function timeOf(text: string): number | undefined {
  const time = Date.parse(text)
  return Number.isNaN(time) ? undefined : time
}
