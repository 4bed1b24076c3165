import { existsSync, linkSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { describe, expect, test } from 'vitest'
import { readDevices } from '../src/index.ts'
import { openInputs } from '../src/open-inputs.ts'
import { readAll } from '../src/rows/read-rows.ts'
import { temporaryFile, temporaryFolder } from '../../disk/test/temporary.ts'
import { workbook } from './workbook.ts'

const APP = '70B3D57ED0000002'
const eui = (number: number) => `70B3D57ED00A000${number}`
const token = (number: number) => Buffer.alloc(16, `token of ${number}`).toString('base64')
const row = (number: number, separator = ',') =>
  [eui(number), APP, token(number), `S${number}`].join(separator)

/** Files of these names and contents in one folder. */
function files(contents: Readonly<Record<string, string | Uint8Array>>): string[] {
  const folder = temporaryFolder()
  return Object.entries(contents).map(([name, content]) => {
    mkdirSync(join(folder, name, '..'), { recursive: true })
    writeFileSync(join(folder, name), content)
    return join(folder, name)
  })
}

const comma = `devEui,appEui,token,serial\n${row(1)}\n${row(2)}\n`
const semicolon = `Order 4711\nDevEUI;JoinEUI;Claim code;S/N\n${row(3, ';')}\n`
const json = JSON.stringify([{ ids: { dev_eui: eui(4), join_eui: APP }, claimCode: token(4), serial: 'S4' }])

test('each file is read as it would be by itself, one after the other', async () => {
  const sheet = workbook([['DEV EUI', 'APP EUI', 'Token', 'Serial'], row(5).split(',')])
  const paths = files({ 'a.csv': comma, 'b.csv': semicolon, 'c.json': json, 'd.xlsx': sheet })
  const opened = await openInputs(paths)
  const rows = [...readAll(opened.inputs)].flat()
  await opened.dispose()
  expect(rows.map(({ index, file, line, cells }) => [index, file, line, cells?.fields])).toEqual(
    [
      ['a.csv', 2],
      ['a.csv', 3],
      ['b.csv', 3],
      ['c.json', 1],
      ['d.xlsx', 2],
    ].map(([file, line], index) => [
      index,
      file,
      line,
      { devEui: eui(index + 1), joinEui: APP, ownerToken: token(index + 1), serialNumber: `S${index + 1}` },
    ]),
  )
  expect(opened.files.map(({ name }) => name)).toEqual(['a.csv', 'b.csv', 'c.json', 'd.xlsx'])
  expect(opened.notes).toMatchObject([{ file: 'b.csv', line: 1, code: 'passed-over' }])
})

test('of one file, nothing says which it is', async () => {
  const [path = ''] = files({ 'a.csv': comma })
  for (const source of [path, [path]]) {
    const opened = await openInputs(source)
    expect(opened.inputs).toMatchObject([{ path }])
    expect(opened.inputs[0]).not.toHaveProperty('file')
    expect(opened.files).toEqual([{ name: 'a.csv', path }])
  }
  const { files: given, dispose } = await openInputs(Readable.from([comma]))
  expect(given).toMatchObject([{ name: '-' }])
  expect(existsSync(given[0]?.path ?? '')).toBe(true)
  await dispose()
  expect(existsSync(given[0]?.path ?? '')).toBe(false)
})

describe('names', () => {
  test('have as much of the path as tells files apart', async () => {
    const paths = files({ 'line 1/devices.csv': comma, 'line 2/devices.csv': semicolon })
    const { files: given } = await openInputs(paths)
    expect(given.map(({ name }) => name)).toEqual(['line 1/devices.csv', 'line 2/devices.csv'])
  })

  test('of one file under two are refused: a link leads to the same rows', async () => {
    const [path = ''] = files({ 'a.csv': comma })
    const [link, hard] = [`${path}.link.csv`, `${path}.hard.csv`]
    symlinkSync(path, link)
    linkSync(path, hard)
    for (const other of [path, link, hard])
      await expect(openInputs([path, other])).rejects.toMatchObject({
        code: 'input-repeated',
        message: `${other} is named twice, and each of its rows would be there twice.`,
      })
  })
})

describe('a file that cannot be read is named', () => {
  test.each([
    ['no-rows', 'DevEUI,AppEUI,Token\n', 'b.csv: The input holds no rows of devices.'],
    ['missing-column', 'Serial,AppEUI\nS1,1\n', /^b\.csv: No column holds DevEUI/],
    ['key-column', 'DevEUI,AppEUI,AppKey\n1,2,3\n', /^b\.csv: /],
  ])('%s', async (code, content, message) => {
    const paths = files({ 'a.csv': comma, 'b.csv': content })
    await expect(openInputs(paths)).rejects.toMatchObject({
      issue: { code, file: 'b.csv' },
      message: expect.stringMatching(message) as string,
    })
  })

  test('as a whole by its path alone', async () => {
    const path = temporaryFile(comma)
    const missing = join(path, '..', 'missing.csv')
    await expect(openInputs([path, missing])).rejects.toMatchObject({
      code: 'input-missing',
      message: `There is no file ${missing}.`,
    })
  })

  test('while its rows are read', async () => {
    // What is read when it is opened ends before the quote.
    const many = `${row(1)}\n`.repeat(6000)
    const paths = files({ 'a.csv': comma, 'b.csv': `${comma}${many}${row(6)},"never closed\n` })
    const { inputs } = await openInputs(paths)
    expect(() => [...readAll(inputs)]).toThrow('b.csv: The quote that opens on line 6004 is never closed.')
  })
})

test('readDevices gives the rows of all of them, each with its file', async () => {
  const paths = files({
    'a.csv': comma,
    'b.csv': `${semicolon}${eui(4)};${APP};;S4\n01${eui(5).slice(2)};${APP};${token(5)};S5\n`,
  })
  const seen = []
  for await (const given of readDevices(paths)) {
    const said = 'device' in given ? given.warnings : given.issues
    seen.push([given.file, given.line, ...said.map(({ file, line, code }) => `${file} ${line} ${code}`)])
  }
  expect(seen).toEqual([
    ['a.csv', 2],
    ['a.csv', 3],
    ['b.csv', 3],
    ['b.csv', 4, 'b.csv 4 missing-field'],
    ['b.csv', 5, 'b.csv 5 group-address'],
  ])
})

test('columns of several are named once', async () => {
  const paths = files({
    'a.csv': `devEui,appEui,token,Note\n${row(1)}\n`,
    'b.csv': `devEui,appEui,token,Note,Colour\n${row(2)},red\n`,
  })
  const { columns } = await openInputs(paths)
  expect(columns.map(({ name }) => name)).toEqual(['devEui', 'appEui', 'token', 'Note', 'Colour'])
})
