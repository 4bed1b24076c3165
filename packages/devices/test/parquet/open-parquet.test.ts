import { deflateRawSync, gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { InputError } from '../../src/issue.ts'
import { read } from '../read.ts'
import { deviceAt, deviceColumns, JOIN, parquet, type Schema } from './files.ts'

async function refusal(file: Buffer): Promise<unknown> {
  return read(file).then(
    () => 'read',
    (error: unknown) => (error instanceof InputError ? error.issue : error),
  )
}

const serials = (type: 'DOUBLE' | 'TIMESTAMP' | 'BOOLEAN', data: unknown[]) =>
  read(parquet(deviceColumns(2, [{ name: 'Serial', data: data as never, type }])))
const euis = (count: number) => Array.from({ length: count }, (_, index) => deviceAt(index).devEui)

describe('a Parquet file of devices', () => {
  test.each(['UNCOMPRESSED', 'SNAPPY', 'GZIP', 'ZSTD'] as const)('is read, %s', async (codec) => {
    const { devices, refused } = await read(parquet(deviceColumns(3), { codec }))
    expect(refused).toEqual([])
    expect(devices).toEqual(
      [0, 1, 2].map((index) => ({
        devEui: deviceAt(index).devEui,
        joinEui: JOIN,
        ownerToken: deviceAt(index).token,
      })),
    )
  })

  test('is read over many groups of rows and pages', async () => {
    const written = Array.from({ length: 3000 }, (_, index) => (index % 7 === 0 ? null : `S${index}`))
    const columns = deviceColumns(3000, [{ name: 'Serial', data: written, type: 'STRING' }])
    const { devices, refused } = await read(parquet(columns, { rowGroupSize: [700, 1900], pageSize: 4000 }))
    expect(refused).toEqual([])
    expect(devices.map((device) => device['devEui'])).toEqual(euis(3000))
    expect(devices.map((device) => device['serialNumber'] ?? null)).toEqual(written)
  })

  test('has numbers with all their digits', async () => {
    const columns = deviceColumns(2, [
      { name: 'Serial', data: [9_007_199_254_740_993n, 42n], type: 'INT64' },
      { name: 'Batch', data: [7, null], type: 'INT32' },
    ])
    const found = await read(parquet(columns))
    expect(found.devices.map((device) => device['serialNumber'])).toEqual(['9007199254740993', '42'])
    expect(found.columns.map((column) => column['Batch'] ?? '')).toEqual(['7', ''])
  })

  test('refuses values of a field that are numbers, dates, booleans or no numbers, with their rows', async () => {
    expect((await serials('DOUBLE', [12, 1.5])).refused).toEqual([[2, 'spreadsheet-number']])
    expect((await serials('DOUBLE', [Number.NaN, 3])).refused).toEqual([[1, 'error-cell']])
    expect((await serials('TIMESTAMP', [new Date(0), new Date(1)])).refused).toEqual([
      [1, 'spreadsheet-date'],
      [2, 'spreadsheet-date'],
    ])
    expect((await serials('BOOLEAN', [true, null])).refused).toEqual([[1, 'spreadsheet-boolean']])
    const numbers = deviceColumns(2).map((column) =>
      column.name === 'DevEUI' ? { name: 'DevEUI', data: [1n, 2n], type: 'INT64' as const } : column,
    )
    expect((await read(parquet(numbers))).devices).toEqual([])
  })

  test('may have EUIs of eight bytes', async () => {
    const data = euis(2).map((eui) => Buffer.from(eui, 'hex'))
    const schema: Schema = [
      { name: 'root', num_children: 3 },
      { name: 'DevEUI', type: 'FIXED_LEN_BYTE_ARRAY', type_length: 8, repetition_type: 'REQUIRED' },
      ...['AppEUI', 'Owner Token'].map((name): Schema[number] => ({
        name,
        type: 'BYTE_ARRAY',
        converted_type: 'UTF8',
        repetition_type: 'OPTIONAL',
      })),
    ]
    const columns = deviceColumns(2).map(({ name, data: texts }) =>
      name === 'DevEUI' ? { name, data } : { name, data: texts },
    )
    expect((await read(parquet(columns, { schema }))).devices.map((device) => device['devEui'])).toEqual(
      euis(2),
    )
  })

  test('is refused when bytes stand where a text has to', async () => {
    const columns = deviceColumns(1).map((column) =>
      column.name === 'Owner Token'
        ? { name: column.name, data: [Buffer.from('secret')], type: 'BYTE_ARRAY' as const }
        : column,
    )
    expect(await refusal(parquet(columns))).toEqual({ code: 'parquet-columns', columns: ['Owner Token'] })
  })

  test('passes over nested columns and bytes that are no field', async () => {
    const columns = deviceColumns(1, [
      { name: 'Picture', data: [Buffer.from('x')], type: 'BYTE_ARRAY' },
      { name: 'Note', data: ['fine'], type: 'STRING' },
    ])
    expect((await read(parquet(columns))).columns).toEqual([{ Note: 'fine' }])
  })

  test('is refused with a column of keys, or without rows', async () => {
    expect(
      await refusal(parquet(deviceColumns(1, [{ name: 'AppKey', data: ['00'], type: 'STRING' }]))),
    ).toEqual({ code: 'key-column', field: 'AppKey' })
    expect(await refusal(parquet(deviceColumns(0)))).toEqual({ code: 'no-rows' })
  })
})

describe('a hostile Parquet file', () => {
  const whole = parquet(deviceColumns(50, [{ name: 'Serial', data: euis(50), type: 'STRING' }]))

  test('is refused when it is cut off, encrypted or has no footer', async () => {
    expect(await refusal(whole.subarray(0, whole.length - 30))).toMatchObject({ code: 'damaged-parquet' })
    const encrypted = Buffer.from(whole)
    encrypted.write('PARE', encrypted.length - 4)
    expect(await refusal(encrypted)).toEqual({ code: 'parquet-unsupported', what: 'encryption' })
    expect(await refusal(Buffer.from('PAR1'))).toMatchObject({ code: 'damaged-parquet' })
  })

  test('is refused before a page is inflated to more than it says', async () => {
    const bomb = gzipSync(Buffer.alloc(1 << 26))
    const file = parquet(deviceColumns(50), { codec: 'GZIP', compressors: { GZIP: () => bomb } })
    expect(await refusal(file)).toEqual({ code: 'damaged-parquet', problem: 'page' })
  })

  test('is refused when a page is compressed otherwise than it says', async () => {
    const compressors = { GZIP: (bytes: Uint8Array) => deflateRawSync(bytes) }
    expect(await refusal(parquet(deviceColumns(50), { codec: 'GZIP', compressors }))).toMatchObject({
      code: 'damaged-parquet',
    })
    const shorter = { GZIP: (bytes: Uint8Array) => gzipSync(bytes.subarray(1)) }
    expect(await refusal(parquet(deviceColumns(50), { codec: 'GZIP', compressors: shorter }))).toEqual({
      code: 'damaged-parquet',
      problem: 'size',
    })
  })

  test('is refused by a run that promises a billion values', async () => {
    // 200 numbers of one bit take less than 40 bytes, and a dictionary of two long texts more.
    const data = Array.from({ length: 200 }, (_, index) => (index % 2 === 0 ? 'A' : 'B').repeat(80))
    let replaced = 0
    const GZIP = (bytes: Uint8Array) => {
      if (bytes.length < 24 || bytes.length > 40) return gzipSync(bytes)
      replaced++
      const run = Buffer.from([0x01, 0xfe, 0xff, 0xff, 0xff, 0x03, 0x00])
      return gzipSync(Buffer.concat([run, Buffer.alloc(bytes.length)]).subarray(0, bytes.length))
    }
    const columns = deviceColumns(200, [{ name: 'Note', data, type: 'STRING', nullable: false }])
    const file = parquet(columns, { codec: 'GZIP', compressors: { GZIP } })
    expect(replaced).toBe(1)
    expect(await refusal(file)).toEqual({ code: 'damaged-parquet', problem: 'page' })
  })

  test('never makes the reader do anything but read or refuse', async () => {
    let seed = 20_240_817
    const random = (below: number): number => {
      seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0
      return Math.floor((seed / 2 ** 32) * below)
    }
    const outcomes = new Set<string>()
    for (let round = 0; round < 100; round++) {
      const file = Buffer.from(whole)
      // Half of the changes fall into the footer, which describes everything else.
      for (let change = 0; change <= round % 3; change++) {
        const from = round % 2 === 0 ? 4 : file.length - 8 - file.readUInt32LE(file.length - 8)
        file[from + random(Math.max(1, file.length - 8 - from))] = random(256)
      }
      const found = await refusal(file)
      if (found instanceof Error) throw found
      outcomes.add(typeof found === 'string' ? found : (found as { code: string }).code)
    }
    expect([...outcomes]).toEqual(expect.arrayContaining(['read', 'damaged-parquet']))
  })
})
