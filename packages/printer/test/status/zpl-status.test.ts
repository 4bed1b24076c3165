import { array, assert, constantFrom, nat, property, string, uint8Array } from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { PrinterStatus } from '../../src/status/status.ts'
import { createZplReader } from '../../src/status/zpl-status.ts'

/** The three strings of the ZPL II Programming Guide with letters of the guide for what may change. */
function hostStatus(flags: Readonly<Record<string, string>> = {}): string {
  const { b = '0', c = '0', eee = '000', f = '0', h = '0', l = '0', o = '0', p = '0' } = flags
  const { t = '0', u = '00000000' } = flags
  return (
    `\u0002030,${b},${c},1245,${eee},${f},0,${h},000,0,0,${l}\u0003\r\n` +
    `\u0002000,0,${o},${p},0,2,4,${t},${u},1,000\u0003\r\n` +
    `\u00021234,0\u0003\r\n`
  )
}

function read(...parts: readonly string[]): readonly PrinterStatus[] {
  const reader = createZplReader()
  return parts.flatMap((part) => reader.push(Buffer.from(part, 'latin1'), 1))
}

const READY: PrinterStatus = { pause: undefined, idle: true, remaining: 0 }

describe('flags', () => {
  test.each([
    ['all is well', {}, READY],
    ['b', { b: '1' }, { pause: 'paper-out', idle: true }],
    ['c', { c: '1' }, { pause: 'paused', idle: true }],
    ['eee', { eee: '003' }, { pause: undefined, idle: false }],
    ['f', { f: '1', eee: '120' }, { pause: 'buffer-full', idle: false }],
    ['h', { h: '1' }, { pause: undefined, idle: false }],
    ['l', { l: '1' }, { pause: 'fault', idle: true }],
    ['o', { o: '1' }, { pause: 'head-open', idle: true }],
    ['p', { p: '1' }, { pause: 'ribbon-out', idle: true }],
    ['t, on paper', { t: '1' }, READY],
    ['t', { t: '1', u: '00000001' }, { pause: 'label-waiting', idle: false }],
    ['uuuuuuuu', { u: '00000001' }, { pause: undefined, idle: false }],
    ['paper out, which also pauses', { b: '1', c: '1', u: '00000012' }, { pause: 'paper-out', idle: false }],
    ['head open without paper', { b: '1', c: '1', o: '1' }, { pause: 'head-open', idle: true }],
  ])('%s', (_, flags, status) => expect(read(hostStatus(flags))).toMatchObject([status]))

  test('what remains are the formats in the buffer and the labels of the one that is being printed', () => {
    expect(read(hostStatus({ eee: '003', u: '00000002' }))).toMatchObject([{ remaining: 5 }])
  })
})

describe('what is no status', () => {
  test.each([
    ['nothing', ''],
    ['the first string alone', hostStatus().replace(/\n[^]*/, '')],
    ['everything but the first string', hostStatus().replace(/^[^\n]*\n/, '')],
    ['a string in between', hostStatus().replace('\n', '\n\u00021234,0\u0003')],
    ['a flag that is neither 0 nor 1', hostStatus({ b: '2' })],
    ['a field too few', hostStatus().replace('1245,', '')],
    ['an end without a beginning', hostStatus().replaceAll('\u0002', '')],
    ['a control character inside', hostStatus().replace('1245', '12\u000045')],
    ['a letter where a number belongs', hostStatus({ u: '0000000x' })],
  ])('%s', (_, text) => expect(read(text)).toEqual([]))
})

test('a status is found wherever the packets are cut and whatever stands between', () => {
  const garbage = string({
    unit: constantFrom('\u0002', '\u0003', '0', ',', '\r', '~HS', '\u00ff'),
    maxLength: 200,
  })
  const found = property(garbage, garbage, array(nat({ max: 400 })), (before, between, cuts) => {
    const text = `${before}\u0000${hostStatus({ b: '1' })}${between}\u0000${hostStatus()}`
    const edges = [0, ...cuts.filter((cut) => cut < text.length).sort((a, b) => a - b), text.length]
    const parts = edges.slice(1).map((end, i) => text.slice(edges[i], end))
    expect(read(...parts)).toEqual([{ ...READY, pause: 'paper-out' }, READY])
  })
  assert(found, { numRuns: 300 })
})

test('no bytes at all make it fail or remember without bound', () => {
  assert(
    property(uint8Array({ maxLength: 300 }), (bytes) => {
      const reader = createZplReader()
      reader.push(bytes, 1)
      reader.push(Buffer.from(`\u0002${'1'.repeat(1_000_000)}`), 1)
      expect(reader.push(Buffer.from(`\u0003${hostStatus()}`), 1)).toEqual([READY])
    }),
    { numRuns: 20 },
  )
})
