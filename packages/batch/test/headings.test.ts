import { defineFormat, thingpark, tr005, type Format } from '@claimtag/core'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { BatchOptions, RowIssue } from '../src/index.ts'
import { runBatch } from '../src/index.ts'
import { temporaryFile, temporaryFolder } from '../../disk/test/temporary.ts'

const TOKEN = 'ecQSH8YIV9/+/HS5mcyF8Q=='
const OTHER = 'rEbIvN9yjnD+bM6GHjPmsA=='

async function refusalsOf(
  content: string,
  options: Partial<BatchOptions> = {},
): Promise<{ readonly refusals: readonly RowIssue[]; readonly csv: string }> {
  const out = temporaryFolder()
  const { refusals } = await runBatch({ input: temporaryFile(content), out, workers: 0, ...options })
  return { refusals, csv: readFileSync(join(out, 'refused.csv'), 'utf8') }
}

const ROWS = [
  ['70B3D57ED00A0004', '70B3D57ED0000002', TOKEN],
  ['70B3D57ED00A0009', '', OTHER],
  ['7,0B3D6E+15', '70B3D57ED0000002', 'X12YyYdeQdlv5iqtpNBE6g=='],
  ['70B3D57ED00A0011', '70B3D57ED0000002', 'not base64!'],
  ['70B3D57ED00A0012', '70B3D57ED0000002', TOKEN],
] as const
const table = (...headings: readonly string[]): string =>
  [headings, ...ROWS].map((row) => `${row.join(';')}\n`).join('')

describe('a message names the column as the file does', () => {
  test.each([
    ['usual names', ['DevEUI', 'AppEUI', 'Owner Token'], {}],
    ['other usual names', ['dev_eui', 'join_eui', 'claim_authentication_code'], {}],
    [
      'its own names',
      ['Gerät', 'Anwendung', 'Schlüssel'],
      { devEui: 'Gerät', joinEui: 'Anwendung', ownerToken: 'Schlüssel' },
    ],
  ])('%s', async (_, [dev = '', app = '', token = ''], columns) => {
    const { refusals, csv } = await refusalsOf(table(dev, app, token), { columns })
    expect(refusals.map(({ line, field, column, code }) => [line, field, column, code])).toEqual([
      [2, 'ownerToken', token, 'token-conflict'],
      [3, 'joinEui', app, 'missing-field'],
      [4, 'devEui', dev, 'spreadsheet-number'],
      [5, 'ownerToken', token, 'invalid-character'],
      [6, 'ownerToken', token, 'token-conflict'],
    ])
    for (const { reason, column } of refusals) expect(reason).toContain(column)
    expect(csv).not.toMatch(/devEui|joinEui|ownerToken/)
    expect(csv).toContain(`\r\n3,${app},missing-field,${app} is missing.\r\n`)
  })

  test('rows of JSON too, and one that lacks a member gets the name of the rows before it', async () => {
    const rows = ROWS.map(([DevEUI, AppEUI, token]) => ({
      DevEUI,
      ...(AppEUI === '' ? {} : { AppEUI }),
      token,
    }))
    const { refusals } = await refusalsOf(rows.map((row) => `${JSON.stringify(row)}\n`).join(''))
    expect(refusals.map(({ column }) => column)).toEqual(['token', 'AppEUI', 'DevEUI', 'token', 'token'])
  })

  test('what cannot be read is not said to be missing too', async () => {
    const row = { DevEUI: '70B3D57ED00A0004', AppEUI: 5_085_000_000_000_000_000, token: TOKEN }
    const { refusals } = await refusalsOf(JSON.stringify([row]))
    expect(refusals.map(({ column, code }) => [column, code])).toEqual([['AppEUI', 'spreadsheet-number']])
  })

  test('warnings too', async () => {
    const input = temporaryFile(
      `DevEUI,AppEUI,Claim Token\n70B3D57ED00A0004,70B3D57ED0000002,AAAAAAAAAAAAAAAAAAAAAA==\n`,
    )
    const { warnings } = await runBatch({ input, out: temporaryFolder(), workers: 0 })
    expect(warnings).toMatchObject([
      {
        field: 'ownerToken',
        column: 'Claim Token',
        reason: 'Claim Token is one character or byte repeated.',
      },
    ])
  })
})

function labelled(header: string, format: Format): Promise<unknown> {
  return runBatch({
    input: temporaryFile(`${header}\n70B3D57ED00A0004,x\n`),
    out: temporaryFolder(),
    workers: 0,
    format,
  })
}

describe('a table without a column that the format needs', () => {
  test.each([
    ['DevEUI,AppEUI', 'ownerToken', thingpark],
    ['DevEUI,token', 'joinEui', thingpark],
    ['DevEUI,token', 'joinEui', tr005],
  ])('%s has no %s', async (header, field, format) => {
    await expect(labelled(header, format)).rejects.toMatchObject({ code: 'missing-column', issue: { field } })
  })

  test.each(['devEui', 'ownerToken'] as const)(
    'a mapping of %s to a column that is not there names those that are',
    async (field) => {
      const input = temporaryFile('DevEUI,AppEUI,token\n70B3D57ED00A0004,70B3D57ED0000002,x\n')
      const mapped = runBatch({
        input,
        out: temporaryFolder(),
        workers: 0,
        columns: { [field]: 'Typing error' },
      })
      await expect(mapped).rejects.toMatchObject({
        code: 'unknown-column',
        issue: { field, name: 'Typing error', columns: ['DevEUI', 'AppEUI', 'token'] },
      })
    },
  )

  test("a maker's own value is asked for by its own name", async () => {
    const own = defineFormat({
      id: 'own',
      title: 'Own',
      prefix: 'OWN:',
      separator: ':',
      fields: [{ name: 'devEui' }, { name: 'batch' }],
    })
    await expect(labelled('DevEUI,lot', own)).rejects.toThrow('No column holds batch')
  })
})

describe('a format field with a name that every object has', () => {
  const own = defineFormat({
    id: 'own',
    title: 'Own',
    prefix: 'OWN:',
    separator: ':',
    fields: [
      { name: 'devEui' },
      { name: 'constructor', charset: 'A-Z', length: 2 },
      { name: 'toString', tag: 'S' },
    ],
  })
  const rows = [
    ['70B3D57ED00A0004', 'XY', ''],
    ['70B3D57ED00A0009', 'X', ''],
    ['70B3D57ED00A0010', '', 'S'],
  ]
  const faults = [
    [3, 'constructor', 'wrong-length'],
    [4, 'constructor', 'missing-field'],
  ]

  test.each([
    ['a table', ['DevEUI;constructor;toString', ...rows.map((row) => row.join(';'))]],
    ['JSON', rows.map(([devEui, two, tag]) => JSON.stringify({ devEui, constructor: two, toString: tag }))],
  ])('is a field like any other in %s', async (kind, lines) => {
    const content = lines.map((line) => `${line}\n`).join('')
    const { refusals } = await refusalsOf(content, { format: own, as: ['csv'] })
    const before = kind === 'JSON' ? 1 : 0
    expect(refusals.map(({ line, field, code }) => [line + before, field, code])).toEqual(faults)
    expect(refusals[1]?.reason).toBe('constructor is missing.')
  })

  test('and its column is missing when it is', async () => {
    const without = refusalsOf('DevEUI;note\n70B3D57ED00A0004;x\n', { format: own })
    await expect(without).rejects.toThrow('No column holds constructor')
  })
})
