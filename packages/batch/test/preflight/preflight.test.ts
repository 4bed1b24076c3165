import { tr005, type Format, thingpark } from '@claimtag/core'
import { describe, expect, test } from 'vitest'
import { type Input, createRowChecker, openInput, readRows } from '@claimtag/devices/parts'
import { preflight, type Preflight, type PreflightOptions } from '../../src/preflight/preflight.ts'
import { createSurveyor } from '../../src/preflight/survey.ts'
import { csvOf, sampleDevice, sampleDevices } from '../devices.ts'
import { temporaryFile } from '../../../disk/test/temporary.ts'

interface Setup {
  readonly format?: Format
  readonly chunkRows?: number
  readonly planned?: Parameters<typeof createSurveyor>[2]
}

async function checked(
  content: string,
  { format = thingpark, chunkRows = 500 }: Setup = {},
): Promise<Preflight> {
  const { input } = await openInput(temporaryFile(content))
  return preflight([input], optionsFor(input, { format, chunkRows }))
}

function optionsFor(
  input: Input,
  { format = thingpark, chunkRows = 500, planned = () => [] }: Setup = {},
): PreflightOptions {
  const survey = createSurveyor([input], createRowChecker(format), planned)
  return { fields: format.fields, survey, window: 2, chunkRows }
}

const refusalsOf = ({ refusals }: Preflight) =>
  [...refusals.all()].map(({ line, field, code, lines }) => [line, field, code, lines])
const devices = sampleDevices(6)
const [first, second, third] = [sampleDevice(0), sampleDevice(1), sampleDevice(2)]

test('every row is accounted for', async () => {
  const content = `${csvOf(devices)}not an eui,,,\n${csvOf([first]).split('\n')[1]}\n`
  const result = await checked(content)
  expect(result).toMatchObject({ read: 8, sound: 6, refusedRows: 1, repeated: 1 })
  expect(result.sound + result.refusedRows + result.repeated).toBe(result.read)
  expect(result.warnings).toMatchObject([{ line: 9, code: 'identical-repeat', lines: [2] }])
})

describe('conflicts', () => {
  test('over a DevEUI refuse every row, in any spelling', async () => {
    const dashed = first.devEui.replace(/(..)(?!$)/g, '$1-').toLowerCase()
    const result = await checked(
      csvOf([first, second, { ...third, devEui: dashed }, { ...sampleDevice(3), devEui: first.devEui }]),
    )
    expect(refusalsOf(result)).toEqual([
      [2, 'devEui', 'dev-eui-conflict', [4, 5]],
      [4, 'devEui', 'dev-eui-conflict', [2, 5]],
      [5, 'devEui', 'dev-eui-conflict', [2, 4]],
    ])
    expect(result).toMatchObject({ sound: 1, refusedRows: 3, repeated: 0 })
  })

  test('over a token too', async () => {
    const result = await checked(csvOf([first, second, { ...third, ownerToken: first.ownerToken }]))
    expect(refusalsOf(result)).toEqual([
      [2, 'ownerToken', 'token-conflict', [4]],
      [4, 'ownerToken', 'token-conflict', [2]],
    ])
  })

  test('a row that is refused for something else still stands against the other', async () => {
    const result = await checked(csvOf([first, { ...second, devEui: first.devEui, ownerToken: 'bad!' }]))
    expect(refusalsOf(result).map(([line, , code]) => [line, code])).toEqual([
      [2, 'dev-eui-conflict'],
      [3, 'invalid-character'],
      [3, 'dev-eui-conflict'],
    ])
  })

  test('a repeat in another spelling is a repeat; one that differs in any cell is a conflict', async () => {
    const repeat = { ...first, devEui: first.devEui.toLowerCase() }
    expect(await checked(csvOf([first, repeat]))).toMatchObject({ sound: 1, repeated: 1, refusedRows: 0 })
    const other = { ...first, serialNumber: 'other' }
    expect(await checked(csvOf([first, repeat, other]))).toMatchObject({
      sound: 0,
      repeated: 0,
      refusedRows: 3,
    })
  })

  test('a file pasted together twice names ten lines and counts the rest', async () => {
    const result = await checked(
      csvOf(Array.from({ length: 30 }, (_, i) => ({ ...first, serialNumber: `S${i}` }))),
    )
    const [issue] = result.refusals.all()
    expect(issue?.lines).toHaveLength(10)
    expect(issue?.reason).toContain('and 19 more')
  })
})

test('chunks tile the rows and can be read one by one', async () => {
  const { input } = await openInput(temporaryFile(csvOf(sampleDevices(1234))))
  const { chunks } = await preflight([input], optionsFor(input, { chunkRows: 100 }))
  expect(chunks).toHaveLength(13)
  const indices: number[] = []
  for (const stretch of chunks) {
    for (const rows of readRows(input, stretch)) indices.push(...rows.map(({ index }) => index))
  }
  expect(indices).toEqual(Array.from({ length: 1234 }, (_, i) => i))
})

describe('hexadecimal tokens under a format that says base64', () => {
  const hex = csvOf(devices.map((device, i) => ({ ...device, ownerToken: `C915005${i}` })))

  test('are refused with the remedy', async () => {
    const error = checked(hex)
    await expect(error).rejects.toMatchObject({ code: 'tokens-look-hexadecimal' })
    await expect(error).rejects.toThrow('--format tr005')
  })

  test('are welcome where they are meant', async () => {
    expect(await checked(hex, { format: tr005 })).toMatchObject({ sound: 6 })
  })

  test.each(['2,7542E+05', 'TBD', '12345'])(
    'are not believed for a text that is no token: %s',
    async (ownerToken) => {
      const mixed = csvOf([
        { ...first, ownerToken },
        ...devices.slice(1).map((device, i) => ({ ...device, ownerToken: `C915005${i}` })),
      ])
      await expect(checked(mixed)).rejects.toMatchObject({ code: 'tokens-look-hexadecimal' })
    },
  )

  test('one other token is enough to believe the format', async () => {
    const mixed = csvOf([...devices.slice(1), { ...first, ownerToken: 'C915005D' }])
    expect(await checked(mixed)).toMatchObject({ sound: 6 })
  })
})

test('weak tokens are warned of, not refused', async () => {
  const result = await checked(csvOf([{ ...first, ownerToken: 'AAAAAAAAAAAAAAAAAAAAAA==' }, second]))
  expect(result).toMatchObject({
    sound: 2,
    warnings: [{ line: 2, code: 'weak-token-constant', field: 'ownerToken' }],
  })
})

test('what the label has against a device refuses its row', async () => {
  const { input } = await openInput(temporaryFile(csvOf(devices)))
  const result = await preflight(
    [input],
    optionsFor(input, {
      planned: (_, line) => (line === 4 ? [{ line, code: 'text-too-long', reason: 'It is too long.' }] : []),
    }),
  )
  expect(refusalsOf(result)).toEqual([[4, undefined, 'text-too-long', undefined]])
  expect([...Array(6).keys()].filter((row) => result.excluded.has(row))).toEqual([2])
})

test('it can be stopped', async () => {
  const { input } = await openInput(temporaryFile(csvOf(devices)))
  const options = { ...optionsFor(input), signal: AbortSignal.abort() }
  await expect(preflight([input], options)).rejects.toThrow('abort')
})
