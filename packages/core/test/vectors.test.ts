import { describe, expect, test } from 'vitest'
import {
  builtInFormats,
  crc16Modbus,
  decode,
  defineFormat,
  encode,
  type Format,
  type FormatDocument,
} from '@claimtag/core'
import { published as all, textOf, vectors } from './published.ts'

const formatOf = (id: string): Format => builtInFormats.find((format) => format.id === id)!

/** Read-only formats are also written here, to see that reading lost nothing. */
function writableTwin({ document }: Format, overrides: Partial<FormatDocument> = {}): Format {
  return defineFormat({ ...document, readOnly: false, ...overrides })
}

test('the CRC has its published check value', () => {
  expect(crc16Modbus('123456789')).toBe(Number(vectors.crc.check))
})

test('every vector says what is expected of it', () => {
  expect(all).toHaveLength(45)
  expect(all.filter((one) => (one.expectRecord === undefined) === (one.expectCode === undefined))).toEqual([])
})

describe('sound codes', () => {
  test.each(all.filter((one) => one.expectRecord !== undefined))('$data', (vector) => {
    const result = decode(textOf(vector), builtInFormats)
    expect(result).toEqual({
      ok: true,
      record: vector.expectRecord,
      format: vector.expectFormat ?? 'tr005',
      warnings: expect.anything(),
    })
    const warnings = result.ok ? result.warnings.map(({ code }) => code) : undefined
    expect(warnings).toEqual(vector.expectWarnings ?? [])
  })

  test.each(all.filter((one) => one.expectRecord !== undefined && one.expectFormat !== 'dragino'))(
    'written again: $data',
    (vector) => {
      const format = formatOf(vector.expectFormat ?? 'tr005')
      const canonical = vector.canonical ?? textOf(vector)
      const hasChecksum = /:C[0-9A-F]{4}$/.test(canonical)
      // TR005 leaves the checksum to the maker; ours always writes it.
      const twin = hasChecksum ? format : writableTwin(format, { checksum: undefined })
      expect(encode(vector.expectRecord!, twin)).toBe(canonical)
    },
  )
})

describe('everything else', () => {
  test.each(all.filter((one) => one.expectCode !== undefined))('$expectCode: $data$dataHex', (vector) => {
    const result = decode(textOf(vector), builtInFormats)
    if (result.ok) throw new Error('accepted')
    const { code, field, position } = result.error
    const foreignCode = result.error.code === 'other-code' ? result.error.foreignCode : undefined
    expect({ code, field, position, foreignCode }).toEqual({
      code: vector.expectCode,
      field: vector.expectField,
      position: vector.expectPosition ?? position,
      foreignCode: vector.expectNeighbour,
    })
  })
})
