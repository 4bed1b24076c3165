import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import {
  addToProfile,
  judgeProfile,
  problemsIn,
  type FileProfileCounts,
} from '../../src/rows/file-profile.ts'

const cellsOf = (ownerToken: string | undefined, serialNumber?: string) => ({
  fields: {
    ...(ownerToken === undefined ? {} : { ownerToken }),
    ...(serialNumber === undefined ? {} : { serialNumber }),
  },
  columns: {},
})

/** Rows that differ from the others: their numbers and codes. */
function found(rows: readonly ReturnType<typeof cellsOf>[]) {
  const profile: FileProfileCounts = new Map()
  for (const row of rows) addToProfile(profile, row)
  const { refused, warned } = judgeProfile(profile)
  const said = (of: typeof refused) =>
    rows.flatMap((row, index) => problemsIn(row, of).map(({ code }) => `${index} ${code}`))
  return { refused: said(refused), warned: said(warned) }
}

const random = (index: number) => createHash('md5').update(`token ${index}`)
const hex = (count: number) =>
  Array.from({ length: count }, (_, index) => random(index).digest('hex').slice(0, 8).toUpperCase())
const base64 = (count: number) => Array.from({ length: count }, (_, index) => random(index).digest('base64'))
const serials = (...texts: readonly string[]) => found(texts.map((text) => cellsOf(undefined, text)))
const clean = { refused: [], warned: [] }

describe('tokens', () => {
  test('of one kind are all right', () => {
    expect(found(hex(500).map((token) => cellsOf(token)))).toEqual(clean)
    expect(found(base64(500).map((token) => cellsOf(token)))).toEqual(clean)
    expect(found(hex(500).map((token) => cellsOf(token.toLowerCase())))).toEqual(clean)
    expect(found(base64(3).map((token) => cellsOf(token, 'S1')))).toEqual(clean)
    expect(found([cellsOf(undefined)])).toEqual(clean)
  })

  test('that lost zeros', () => {
    expect(found(['C915005D', '28143'].map((token) => cellsOf(token))).refused).toEqual(['1 lost-zeros'])
    const decimal = ['83215600', '4410922', '90081234', '61620000', '71112223']
    expect(found(decimal.map((token) => cellsOf(token))).refused).toEqual(['1 lost-zeros'])
  })

  test('that are missing among others', () => {
    const rows = hex(3).map((token) => cellsOf(token))
    const without = cellsOf(undefined, 'S1')
    expect(found([...rows, without]).warned).toEqual(['3 unlike-others'])
    expect(found([...rows, without, without, without]).warned).toHaveLength(3)
    // Then the file is one of devices without tokens.
    expect(found([...rows, without, without, without, without])).toEqual(clean)
  })

  test('that are cut, or of another alphabet, also where there are only a few', () => {
    for (const others of [3, 4, 5, 6, 8, 9]) {
      const cut = [...hex(others), 'C915'].map((token) => cellsOf(token))
      expect(found(cut)).toEqual({ refused: [], warned: [`${others} unlike-others`] })
      const other = [...hex(others), 'C91500GH'].map((token) => cellsOf(token))
      expect(found(other)).toEqual({ refused: [], warned: [`${others} unlike-others`] })
    }
    // Of three, no one can say which is the usual one.
    expect(found([...hex(2), 'C915'].map((token) => cellsOf(token)))).toEqual(clean)
    expect(found([...hex(20), 'C91500'].map((token) => cellsOf(token))).warned).toEqual(['20 unlike-others'])
    expect(found([...hex(20), 'C91500GH'].map((token) => cellsOf(token))).warned).toEqual([
      '20 unlike-others',
    ])
    expect(found([...hex(20), 'c915005d'].map((token) => cellsOf(token))).warned).toEqual([
      '20 unlike-others',
    ])
  })
})

describe('long numbers', () => {
  test('that all end in zeros were rounded', () => {
    expect(serials('1149928682249000', '1149928682249010').refused).toEqual([
      '0 rounded-number',
      '1 rounded-number',
    ])
    expect(serials('1149928682249000').warned).toEqual(['0 maybe-rounded'])
  })

  test('of which one does not were not', () => {
    expect(serials('114992868224900030', '114992868224900000')).toEqual(clean)
    expect(serials('123456789012340', '123456789012350')).toEqual(clean)
  })
})
