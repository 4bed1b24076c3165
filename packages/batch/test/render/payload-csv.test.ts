import { createDecoder } from '@claimtag/decoder'
import { parse } from 'csv-parse/sync'
import { array, assert, constantFrom, property, string } from 'fast-check'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { runBatch, streamBatch, readLabel, verifyFolder, type BatchOptions } from '../../src/index.ts'
import { csvLine, guarded } from '../../src/render/csv-line.ts'
import { refusedCsv } from '../../src/preflight/refused-csv.ts'
import { temporaryFile, temporaryFolder } from '../../../disk/test/temporary.ts'

const FORMULA = fileURLToPath(new URL('formula.csv', import.meta.url))

async function tableOf(options: Partial<BatchOptions> & Pick<BatchOptions, 'input'>) {
  const out = temporaryFolder()
  await runBatch({ as: ['csv'], ...options, out })
  const [header = [], ...rows] = parse(readFileSync(join(out, 'labels.csv')))
  return { out, header, rows }
}

const TOKENS = ['7BjqyNdYseulLTwQ05rcbQ==', '6LwWPILu4YczKIx9SsY22w==']
const CSV = `AppEUI;Lot / batch;DevEUI;Owner Token;S/N
70B3D57ED0000002;L1;70b3d57ed0000010;${TOKENS[0]};26W0
70B3D57ED0000002;;70b3d57ed0000011;${TOKENS[1]};26W1
`

function rowOf(devEui: string, ownerToken: string, more: object): string {
  return JSON.stringify({ devEui, joinEui: '70B3D57ED0000002', ownerToken, ...more })
}

describe('payload CSV', () => {
  test('has every column of the input but the token, by the names and in the order of the input', async () => {
    const { header, rows, out } = await tableOf({
      input: temporaryFile(CSV),
      columns: { serialNumber: 'S/N' },
    })
    expect(header).toEqual(['AppEUI', 'Lot / batch', 'DevEUI', 'S/N', 'payload'])
    expect(rows.map((row) => row.slice(0, -1))).toEqual([
      ['70B3D57ED0000002', 'L1', '70B3D57ED0000010', '26W0'],
      ['70B3D57ED0000002', '', '70B3D57ED0000011', '26W1'],
    ])
    for (const [index, row] of rows.entries()) {
      const ownerToken = TOKENS[index]
      expect(createDecoder().decode(row.at(-1) ?? '')).toMatchObject({ ok: true, record: { ownerToken } })
    }
    expect(await verifyFolder(out)).toMatchObject({ volumes: [], faults: [], additional: [] })
  })

  test('has a ProfileID of eight digits as it was written', async () => {
    const device = `70b3d57ed0000010,70B3D57ED0000002,${TOKENS[0]}`
    const whole = await tableOf({
      input: temporaryFile(`DevEUI,AppEUI,Token,ProfileID\n${device},045b07df\n`),
    })
    expect(whole.rows[0]?.slice(0, -1)).toEqual(['70B3D57ED0000010', '70B3D57ED0000002', '045b07df'])
    const parted = await tableOf({
      input: temporaryFile(`DevEUI,AppEUI,Token,VendorID,ProfileID\n${device},045B,07DF\n`),
    })
    expect(parted.rows[0]?.slice(2, -1)).toEqual(['045B', '07DF'])
  })

  test('of nested JSON has its values by their paths, and none of the token', async () => {
    const [devEui, join_eui] = ['70B3D57ED0000010', '70B3D57ED0000002']
    const ids = { device_id: 'eui-1', dev_eui: devEui, application_ids: { application_id: 'app' }, join_eui }
    const device = { ids, claim_authentication_code: { value: TOKENS[0] }, tags: ['a', 'b'], lot: 'L1' }
    for (const row of [device, { device, note: 'N' }]) {
      const { header, rows } = await tableOf({ input: temporaryFile(JSON.stringify(row)) })
      const note = 'note' in row
      expect(header).toEqual([
        ...(note ? ['note'] : []),
        'ids.device_id',
        'ids.dev_eui',
        'ids.application_ids.application_id',
        'ids.join_eui',
        'lot',
        'payload',
      ])
      const values = ['eui-1', devEui, 'app', join_eui, 'L1']
      expect(rows.map((cells) => cells.slice(0, -1))).toEqual([note ? ['N', ...values] : values])
    }
  })

  test('of JSON has the members of all rows', async () => {
    const lines = [
      rowOf('70B3D57ED0000010', TOKENS[0]!, { sku: 'A' }),
      rowOf('70B3D57ED0000011', TOKENS[1]!, { lot: 7 }),
    ]
    const expected = [
      ['70B3D57ED0000010', '70B3D57ED0000002', 'A', ''],
      ['70B3D57ED0000011', '70B3D57ED0000002', '', '7'],
    ]
    for (const content of [lines.join('\n'), `[${lines.join(',')}]`]) {
      const { header, rows } = await tableOf({ input: temporaryFile(content) })
      expect(header).toEqual(['devEui', 'joinEui', 'sku', 'lot', 'payload'])
      expect(rows.map((cells) => cells.slice(0, -1))).toEqual(expected)
    }
  })

  test('names its own column apart from one of the input', async () => {
    const content = CSV.replace('Lot / batch', 'Payload')
    const { header } = await tableOf({ input: temporaryFile(content) })
    expect(header.at(-1)).toBe('claimtag payload')
  })

  test('is the same in a stream, and of a label that is drawn again', async () => {
    const input = temporaryFile(CSV)
    const { out } = await tableOf({ input, as: ['csv', 'png'], csvGuard: false })
    const whole = readFileSync(join(out, 'labels.csv'))
    const pieces: Uint8Array[] = []
    await streamBatch({
      input,
      as: ['csv'],
      csvGuard: false,
      write: async (bytes) => void pieces.push(bytes.slice()),
    })
    expect(Buffer.concat(pieces).toString()).toBe(whole.toString())
    const devEui = '70B3D57ED0000011'
    const line = await readLabel({ out, devEui, as: 'csv', to: '-', origin: { input } })
    expect(Buffer.from(line).toString()).toBe(`${whole.toString().trimEnd().split('\r\n').at(-1)}\r\n`)
  })
})

describe('cells that a spreadsheet would run', () => {
  test('are guarded, and the payload is not touched', async () => {
    const { rows } = await tableOf({ input: FORMULA })
    expect(rows.map(([, , lot]) => lot)).toEqual(["'=cmd|'/Ccalc'!A0", "'@SUM(1)", "'+1", "'-1"])
    for (const row of rows) expect(createDecoder().decode(row.at(-1) ?? '')).toMatchObject({ ok: true })
  })

  test('are as they stand when a label program is to read them', async () => {
    const { rows } = await tableOf({ input: FORMULA, csvGuard: false })
    expect(rows.map(([, , lot]) => lot)).toEqual(["=cmd|'/Ccalc'!A0", '@SUM(1)', '+1', '-1'])
  })

  test('a job does not go on with another guard', async () => {
    const out = temporaryFolder()
    await runBatch({ input: FORMULA, as: ['csv'], out })
    await expect(runBatch({ input: FORMULA, as: ['csv'], out, csvGuard: false })).rejects.toMatchObject({
      issue: { code: 'job-changed', names: ['the outputs'] },
    })
  })

  test('are guarded in refused.csv, where a heading brings them', () => {
    const refusal = { line: 2, column: '=cmd', code: 'missing-value', reason: '@SUM(1) is empty.' }
    expect([...refusedCsv([refusal], false)].join('')).toBe(
      "line,field,code,reason\r\n2,'=cmd,missing-value,'@SUM(1) is empty.\r\n",
    )
    expect([...refusedCsv([{ ...refusal, file: '=a.csv' }], true)].join('')).toBe(
      "file,line,field,code,reason\r\n'=a.csv,2,'=cmd,missing-value,'@SUM(1) is empty.\r\n",
    )
  })

  test('are found in every dialect that a spreadsheet may take the line for', () => {
    const parts = constantFrom('=', '+', '-', '@', '＝', '\t', '\r', '\n', ';', ',', '"', "'", 'a', '1', ' ')
    assert(
      property(array(parts, { maxLength: 8 }), string(), (pieces, tail) => {
        const cell = guarded(pieces.join('') + tail)
        for (const part of cell.split(/[;\t\r\n]/)) expect(part).not.toMatch(/^[=+\-@＝]/)
        expect(cell).not.toMatch(/^[\t\r\n]/)
        const [[read] = []] = parse(csvLine([cell]), { record_delimiter: '\r\n' })
        expect(read ?? '').toBe(cell)
      }),
    )
  })

  test.each(['26W47-00421', 'a=b', '1-2', "it's", '70B3D57ED0000010', ''])('%s needs no guard', (cell) => {
    expect(guarded(cell)).toBe(cell)
  })
})
