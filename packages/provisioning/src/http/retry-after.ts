import type { HttpResponse } from './fetch.ts'

/** A year: a longer time is a mistake of the server. */
const LONGEST_SECONDS = 31_536_000

/** Milliseconds of `now` to the seconds that a header asks to wait; `undefined` when it is written otherwise. */
type Read = (value: string, now: number) => number | undefined

/** The headers that say when to try again, the standard's own first. */
const HEADERS: readonly (readonly [name: string, read: Read])[] = [
  // RFC 9110, 10.2.3: seconds or a date.
  ['retry-after', (value, now) => seconds(value) ?? untilDate(value, now)],
  // The Things Stack: seconds.
  ['x-rate-limit-retry', seconds],
  // Gateways over DX Core: a time in UTC, as a date or in seconds since 1970.
  ['quota-reset-utc', untilTime],
  // Busit: `api=<milliseconds>`.
  ['x-rate-limit-next', (value) => inSeconds(/(?:^|[;,\s])api=(\d{1,12})\b/.exec(value)?.[1])],
]

/**
 * The seconds that a server asks to wait, rounded up. A time of day counts from the server's own clock, which its
 * `Date` header tells, so that ours may be wrong.
 */
export function retryAfterSeconds(headers: HttpResponse['headers'], now: () => number): number | undefined {
  const dated = Date.parse(headers.get('date') ?? '')
  const at = Number.isNaN(dated) ? now() : dated
  for (const [name, read] of HEADERS) {
    const value = headers.get(name)?.trim()
    const wait = value === undefined ? undefined : read(value, at)
    if (wait !== undefined && wait >= 0 && wait <= LONGEST_SECONDS) return Math.ceil(wait)
  }
  return undefined
}

function seconds(value: string): number | undefined {
  return /^\d{1,9}$/.test(value) ? Number(value) : undefined
}

function inSeconds(milliseconds: string | undefined): number | undefined {
  return milliseconds === undefined ? undefined : Number(milliseconds) / 1000
}

function untilDate(value: string, now: number): number | undefined {
  // Date.parse takes numbers such as 1.5 for a month.
  const at = /[A-Za-z:]/.test(value) ? Date.parse(value) : Number.NaN
  return Number.isNaN(at) ? undefined : Math.max(0, (at - now) / 1000)
}

function untilTime(value: string, now: number): number | undefined {
  if (/^\d{10}$/.test(value)) return Math.max(0, Number(value) - now / 1000)
  if (/^\d{13}$/.test(value)) return Math.max(0, (Number(value) - now) / 1000)
  const hasZone = /(?:Z|GMT|UTC|[+-]\d{2}:?\d{2})$/i.test(value)
  return untilDate(hasZone ? value : `${value.replace(' ', 'T')}Z`, now)
}
