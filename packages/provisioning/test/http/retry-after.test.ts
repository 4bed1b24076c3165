import { expect, test } from 'vitest'
import { retryAfterSeconds } from '../../src/http/retry-after.ts'

const NOW = Date.parse('2026-11-27T12:00:00Z')

function secondsOf(given: Readonly<Record<string, string>>, status = 429): number | undefined {
  const headers = new Headers(given)
  return retryAfterSeconds({ status, headers }, NOW)
}

test.each([
  ['seconds', { 'Retry-After': '30' }, 30],
  ['no time at all', { 'Retry-After': '0' }, 0],
  ['a date', { 'Retry-After': 'Fri, 27 Nov 2026 12:00:45 GMT' }, 45],
  ['a date that is past', { 'Retry-After': 'Fri, 27 Nov 2026 11:00:00 GMT' }, 0],
  // The clock of this machine is an hour behind that of the server.
  [
    'a date of another clock',
    { 'Retry-After': 'Fri, 27 Nov 2026 13:00:20 GMT', Date: 'Fri, 27 Nov 2026 13:00:00 GMT' },
    20,
  ],
  ['the header of The Things Stack', { 'x-rate-limit-retry': '7' }, 7],
  ['the header of KPN', { 'quota-reset-UTC': '2026-11-27T12:10:00Z' }, 600],
  ['the same with a space and no zone', { 'quota-reset-UTC': '2026-11-27 12:10:00' }, 600],
  ['the same as seconds', { 'quota-reset-UTC': `${NOW / 1000 + 90}` }, 90],
  ['the same as milliseconds', { 'quota-reset-UTC': `${NOW + 90_500}` }, 91],
  ['the header of Busit', { 'X-Rate-Limit-Next': 'api=1500' }, 2],
  ['one of several of Busit', { 'X-Rate-Limit-Next': 'push=9, api=2000' }, 2],
  ['the standard one before others', { 'Retry-After': '5', 'x-rate-limit-retry': '70' }, 5],
  [
    'the other one when the standard one is broken',
    { 'Retry-After': 'soon', 'x-rate-limit-retry': '70' },
    70,
  ],
  ['a time in a thousand years', { 'quota-reset-UTC': '3026-11-27T12:00:00Z' }, 999_999],
])('%s', (_, headers, seconds) => {
  expect(secondsOf(headers)).toBe(seconds)
})

test.each([
  ['none', {}],
  ['a fraction', { 'Retry-After': '1.5' }],
  ['a negative number', { 'Retry-After': '-3' }],
  ['more digits than a wait has', { 'Retry-After': '1234567' }],
  ['a date that is not one of HTTP', { 'Retry-After': '2026-11-27' }],
  ['a day that does not exist', { 'Retry-After': 'Fri, 99 Nov 2026 12:00:45 GMT' }],
  [
    'text of a server',
    { 'quota-reset-UTC': 'tomorrow', 'X-Rate-Limit-Next': 'api=soon', 'x-rate-limit-retry': 'x' },
  ],
])('nothing is read from %s', (_, headers) => {
  expect(secondsOf(headers)).toBeUndefined()
})

test('the end of a quota counts only where the quota is the reason', () => {
  expect(secondsOf({ 'quota-reset-UTC': '2026-11-27T12:10:00Z' }, 503)).toBeUndefined()
  expect(secondsOf({ 'Retry-After': '30' }, 503)).toBe(30)
})
