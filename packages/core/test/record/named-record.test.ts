import { describe, expect, test } from 'vitest'
import {
  builtInFormats,
  decode,
  defineFormat,
  encode,
  explain,
  type FormatDocument,
  labelFields,
  namedRecord,
} from '@claimtag/core'

const INHERITED = ['constructor', 'toString', 'valueOf', 'hasOwnProperty', '__proto__', '__defineGetter__']

describe('a record of names that people choose', () => {
  test.each(INHERITED)('has %s only when it was put there', (name) => {
    expect(namedRecord()[name]).toBeUndefined()
    expect(Object.keys(namedRecord([[name, 'own']]))).toEqual([name])
    expect(namedRecord([[name, 'own']])[name]).toBe('own')
    const copy = { ...namedRecord([[name, 'own']]) }
    expect(Object.keys(copy)).toEqual([name])
  })

  test('goes through JSON and to another thread like any object', () => {
    const record = namedRecord([['sku', 'S100']])
    expect(JSON.stringify(record)).toBe('{"sku":"S100"}')
    expect(structuredClone(record)).toEqual({ sku: 'S100' })
  })
})

const named = (...names: readonly string[]): FormatDocument => ({
  id: 'own',
  title: 'Own names',
  prefix: 'AB:',
  separator: ':',
  fields: [
    { name: 'devEui' },
    ...names.map((name) => ({ name, charset: 'A-Z', length: 2 })),
    { name: 'isPrototypeOf', tag: 'S' },
  ],
})

describe('fields of a format may have names that every object has', () => {
  const names = INHERITED.filter((name) => !name.startsWith('__'))
  const format = defineFormat(named(...names))
  const extra = namedRecord(names.map((name) => [name, 'XY'] as const))
  const device = { devEui: '0004A310001AAED6', extra }

  test('and give back what went in', () => {
    const text = encode(device, format)
    const result = decode(text, [format, ...builtInFormats])
    expect(result).toEqual({ ok: true, record: device, format: 'own', warnings: [] })
    expect(result.ok && Object.keys(result.record.extra ?? {})).toEqual(names)
    expect(labelFields({ fields: device })).toMatchObject({ constructor: 'XY' })
  })

  test.each(names)('and %s is missing when it is', (name) => {
    const others = namedRecord(Object.entries(extra).filter(([one]) => one !== name))
    expect(() => encode({ ...device, extra: others }, format)).toThrow(`${name} is missing.`)
    expect(() => encode({ devEui: device.devEui, extra: {} }, defineFormat(named(name)))).toThrow(
      `${name} is missing.`,
    )
  })

  test('or are refused by name', () => {
    const document = JSON.parse(JSON.stringify(named('X1')).replace('X1', '__proto__')) as FormatDocument
    expect(() => defineFormat(document)).toThrow(/at fields\[1\]\.name: letters and digits are expected/)
    const matched = JSON.parse('{"__proto__": "AB"}') as FormatDocument['match']
    expect(() => defineFormat({ ...named(), match: matched })).toThrow(/at match/)
  })

  test('no sentence takes one of them for a code', () => {
    expect(explain({ code: 'constructor' } as unknown as Parameters<typeof explain>[0])).toBe('constructor')
  })
})
