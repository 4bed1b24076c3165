import { expect, test } from 'vitest'
import { errorInside } from '../../src/http/error-inside.ts'
import { ALREADY_EXISTS, CLAIM_REFUSED, faultInTable } from '../../src/http/error-table.ts'
import type { ErrorRow } from '../../src/http/error-table.ts'

const rows: readonly ErrorRow[] = [
  { name: 'device_access_denied', is: 'claim-refused' },
  { status: [400, 500], says: ALREADY_EXISTS, is: 'conflict' },
  { status: 402, is: 'rate-limited' },
]

test.each([
  [400, { details: [{ name: 'device_access_denied' }] }, 'claim-refused'],
  [500, { error: { code: 'device_access_denied' } }, 'claim-refused'],
  [403, { name: 'device_access_denied' }, 'claim-refused'],
  [400, { message: 'The EUI is already in use' }, 'conflict'],
  [500, { error: 'Duplicate key' }, 'conflict'],
  [500, 'it already exists', 'conflict'],
  [409, { message: 'already exists' }, undefined],
  [402, undefined, 'rate-limited'],
  [400, { message: 'no' }, undefined],
  [400, null, undefined],
])('%i with %j is %s', (status, body, code) => {
  expect(faultInTable(rows, status, body, typeof body === 'string' ? body : '')).toBe(code)
})

test('a body that is not JSON is read as words', () => {
  expect(faultInTable(rows, 500, Symbol('not JSON'), '<error>already exists</error>')).toBe('conflict')
})

test.each([
  ['owner token is invalid', true],
  ['Invalid ownerToken', true],
  ['device was already claimed', true],
  ['claim refused', true],
  ['{"devEUI":"70B3D57ED00A0004","ownerToken":"AAEC"} is not understood', false],
  ['unknown member claim', false],
])('%j tells of a refused claim: %s', (message, expected) => {
  expect(CLAIM_REFUSED.test(message)).toBe(expected)
})

test.each([
  [{ error: { code: 403 } }, 403],
  [{ error: 'no' }, 400],
  [{ errors: ['a'] }, 400],
  [{ code: '404' }, 404],
  [{ status: 500, fault: {} }, 500],
  [{ code: 200, error: null, errors: [], errorCode: 0, fault: '' }, undefined],
  [{ code: 4001, status: 'CLAIMED' }, undefined],
  [[{ error: 'no' }], undefined],
  [undefined, undefined],
])('%j has %s inside', (body, status) => {
  expect(errorInside(body)).toBe(status)
})
