import { expect, test } from 'vitest'
import { retryAfterSeconds } from '../../src/http/retry-after.ts'

const now = () => Date.parse('2026-11-27T10:00:00Z')

function seconds(headers: Readonly<Record<string, string>>): number | undefined {
  return retryAfterSeconds({ get: (name) => headers[name] ?? null }, now)
}

test.each([
  [{ 'retry-after': ' 120 ' }, 120],
  [{ 'retry-after': 'Fri, 27 Nov 2026 10:00:30 GMT' }, 30],
  [{ 'retry-after': 'Fri, 27 Nov 2026 09:00:00 GMT' }, 0],
  // The server's clock is an hour behind ours, and it counts from its own.
  [{ 'retry-after': 'Fri, 27 Nov 2026 09:00:30 GMT', date: 'Fri, 27 Nov 2026 09:00:00 GMT' }, 30],
  [{ 'x-rate-limit-retry': '7' }, 7],
  [{ 'quota-reset-utc': '2026-11-27T10:00:09.5Z' }, 10],
  [{ 'quota-reset-utc': '2026-11-27 10:00:09' }, 9],
  [{ 'quota-reset-utc': '1795773609' }, 9],
  [{ 'quota-reset-utc': '1795773609000' }, 9],
  [{ 'x-rate-limit-next': 'api=1500' }, 2],
  [{ 'x-rate-limit-next': 'instance=3; api=90000' }, 90],
  // The standard's header counts where both stand, unless it is unreadable.
  [{ 'retry-after': '5', 'x-rate-limit-retry': '7' }, 5],
  [{ 'retry-after': 'soon', 'x-rate-limit-retry': '7' }, 7],
])('%j asks to wait for %i s', (headers, expected) => {
  expect(seconds(headers)).toBe(expected)
})

test.each([
  {},
  { 'retry-after': '-1' },
  { 'retry-after': '1.5' },
  { 'retry-after': '99999999999' },
  { 'retry-after': 'Fri, 27 Nov 2099 10:00:00 GMT' },
  { 'x-rate-limit-next': 'space=9' },
  { 'quota-reset-utc': 'midnight' },
])('%j asks for nothing', (headers) => {
  expect(seconds(headers)).toBeUndefined()
})
