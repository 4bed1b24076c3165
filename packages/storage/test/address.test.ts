import { expect, test } from 'vitest'
import { isAddress, parseAddress } from '../src/index.ts'

test('an address has a bucket and a key', () => {
  expect(parseAddress('s3://factory/2026/a b.csv')).toEqual({ bucket: 'factory', key: '2026/a b.csv' })
  expect(parseAddress('s3://factory')).toEqual({ bucket: 'factory', key: '' })
  expect([isAddress('s3://x'), isAddress('devices.csv')]).toEqual([true, false])
})

test.each(['s3://', 's3://A/b', 's3://a', 's3://factory/../x', 's3://factory/a\\b', 's3://factory/a\nb'])(
  '%j is none',
  (given) => {
    expect(() => parseAddress(given)).toThrow('is not an address')
  },
)
