import { defaultTemplate } from '@claimtag/label'
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { OWN_FONT } from '../../../label/test/own-font.ts'
import { HAND_OVERS } from '../../src/proof/hand-over.ts'
import { claimtag, emptyFolder } from '../command.ts'

const HEADER = 'DevEUI;AppEUI;Owner Token;Serial\n'

function tokenOf(number: number): string {
  return Buffer.alloc(16, `token of ${number}`).toString('base64')
}

function euiOf(number: number): string {
  return `70B3D57ED00A00${String(number).padStart(2, '0')}`
}

function row(number: number, token = tokenOf(number)): string {
  return `${euiOf(number)};70B3D57ED000000${number % 2};${token};S-${number}\n`
}

/** A job of devices 3, 1 and 2, to which 5 and 4 were added; made once. */
const made = mkdtempSync(join(tmpdir(), 'claimtag-export-'))
afterAll(() => rmSync(made, { recursive: true, force: true }))

beforeAll(async () => {
  const cwd = made
  writeFileSync(join(cwd, 'devices.csv'), HEADER + [3, 1, 2].map((number) => row(number)).join(''))
  const generate = ['generate', 'devices.csv', '--out', 'labels', '--as', 'zpl']
  await claimtag(generate, { cwd })
  writeFileSync(join(cwd, 'devices.csv'), HEADER + [3, 1, 2, 5, 4].map((number) => row(number)).join(''))
  await claimtag([...generate, '--add'], { cwd })
})

function job(): string {
  const cwd = emptyFolder()
  cpSync(made, cwd, { recursive: true })
  return cwd
}

const ORDER = [3, 1, 2, 5, 4]
const STACK = {
  lorawanVersion: 'MAC_V1_0_3',
  phyVersion: 'PHY_V1_0_3_REV_A',
  frequencyPlanId: 'EU_863_870_TTN',
}

/** RFC 4180, character by character. */
function csvRecords(text: string, delimiter: string): string[][] {
  const records: string[][] = [[]]
  let [cell, quoted] = ['', false]
  for (let at = 0; at < text.length; at++) {
    const character = text[at] ?? ''
    if (quoted && character === '"' && text[at + 1] === '"') cell += text[++at]
    else if (character === '"') quoted = !quoted
    else if (!quoted && (character === delimiter || character === '\n')) {
      records.at(-1)?.push(cell.replace(/\r$/, ''))
      cell = ''
      if (character === '\n') records.push([])
    } else cell += character
  }
  return records.slice(0, -1)
}

/** The cell of a column that is named by its letter. */
function column(record: readonly string[], letter: string): string | undefined {
  return record[letter.charCodeAt(0) - 65]
}

test('ThingPark reads a command in A and what belongs to it in B, D, E, H, I, K, and neither key nor HSM group', async () => {
  const cwd = job()
  const settings = {
    deviceProfileId: 'LORA/General',
    deviceProfiles: { '70-B3-D5-7E-D0-00-00-01': 'LORA/"Odd", of Acme' },
    connectivityPlanId: 'acme/basic',
    routingProfileId: 'TWA_1',
    name: 'Meter, {serialNumber}',
  }
  writeFileSync(join(cwd, 'thingpark.json'), JSON.stringify(settings))
  const command = ['export', 'labels', '--for', 'thingpark', '--settings', 'thingpark.json', '--out', 't.csv']
  expect(await claimtag(command, { cwd })).toEqual({
    code: 0,
    out: '',
    err: 'Wrote t.csv\n5 devices, without tokens\n',
  })
  const text = readFileSync(join(cwd, 't.csv'), 'utf8')
  const records = csvRecords(text, ',')
  const read = records.map((record) => ['A', 'B', 'D', 'E', 'H', 'I', 'K'].map((at) => column(record, at)))
  expect(read).toEqual(
    ORDER.map((number) => [
      'CREATE_OTAA',
      euiOf(number),
      number % 2 === 1 ? 'LORA/"Odd", of Acme' : 'LORA/General',
      `70B3D57ED000000${number % 2}`,
      'acme/basic',
      'TWA_1',
      `Meter, S-${number}`,
    ]),
  )
  for (const record of records) for (const letter of ['F', 'R']) expect(column(record, letter)).toBe('')
  for (const number of ORDER) expect(text).not.toContain(tokenOf(number).slice(0, 12))
})

test('The Things Stack reads one object after the other, with the code that a scanner reads from the label', async () => {
  const cwd = job()
  writeFileSync(join(cwd, 'stack.json'), JSON.stringify({ ...STACK, supportsClassC: true }))
  const to = ['export', 'labels', '--for', 'the-things-stack', '--settings', 'stack.json', '--out']
  const written = await claimtag([...to, 's.json', '--tokens', 'devices.csv'], { cwd })
  expect(written).toMatchObject({ code: 0, out: '' })
  expect(written.err).toContain('whoever has the file can claim them')
  expect(statSync(join(cwd, 's.json')).mode & 0o777).toBe(0o600)

  const zpl = await claimtag(['decode', 'labels/labels.zpl', '--json'], { cwd })
  expect(zpl.code).toBe(0)
  const objects = readFileSync(join(cwd, 's.json'), 'utf8')
    .trim()
    .split(/\n(?=\{)/)
    .map((text) => JSON.parse(text) as { claim_authentication_code: { value: string } })
  for (const [index, number] of ORDER.entries()) {
    const { claim_authentication_code: code, ...object } = objects[index] ?? {
      claim_authentication_code: { value: '' },
    }
    expect(object).toEqual({
      ids: {
        device_id: `eui-${euiOf(number).toLowerCase()}`,
        dev_eui: euiOf(number),
        join_eui: `70B3D57ED000000${number % 2}`,
      },
      name: euiOf(number),
      lorawan_version: 'MAC_V1_0_3',
      lorawan_phy_version: 'PHY_V1_0_3_REV_A',
      frequency_plan_id: 'EU_863_870_TTN',
      supports_join: true,
      supports_class_c: true,
    })
    // The label carries base32 (RFC 4648) of the token's bytes: back to them, by hand.
    const bits = Array.from(code.value, (letter) =>
      'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'),
    ).join('')
    const bytes = (bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2))
    expect(Buffer.from(bytes).toString('base64')).toBe(tokenOf(number))
  }
  expect(objects).toHaveLength(5)

  await claimtag([...to, 'open.json'], { cwd })
  expect(readFileSync(join(cwd, 'open.json'), 'utf8')).not.toContain('claim_authentication_code')
})

test('ChirpStack reads a CreateDeviceRequest a line', async () => {
  const cwd = job()
  const flags = [
    '--application',
    'f3a1c7de-0a35-4a3c-9c39-1c7a5a54a001',
    '--device-profile',
    'b5c1',
    '--out',
    '-',
  ]
  const { code, out } = await claimtag(['export', 'labels', '--for', 'chirpstack', ...flags], { cwd })
  expect(code).toBe(0)
  expect(
    out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown),
  ).toEqual(
    ORDER.map((number) => ({
      device: {
        devEui: euiOf(number),
        joinEui: `70B3D57ED000000${number % 2}`,
        name: euiOf(number),
        applicationId: 'f3a1c7de-0a35-4a3c-9c39-1c7a5a54a001',
        deviceProfileId: 'b5c1',
      },
    })),
  )
})

test('a CSV has tokens only when they are given, and then those of the labels', async () => {
  const cwd = job()
  const to = ['export', 'labels', '--for', 'csv', '--out']
  expect((await claimtag([...to, 'open.csv'], { cwd })).code).toBe(0)
  expect((await claimtag([...to, 'secret.csv', '--tokens', 'devices.csv'], { cwd })).code).toBe(0)
  expect(csvRecords(readFileSync(join(cwd, 'secret.csv'), 'utf8'), ',')).toEqual([
    ['devEui', 'joinEui', 'serialNumber', 'ownerToken'],
    ...ORDER.map((number) => [euiOf(number), `70B3D57ED000000${number % 2}`, `S-${number}`, tokenOf(number)]),
  ])
  expect(csvRecords(readFileSync(join(cwd, 'open.csv'), 'utf8'), ',')).toEqual([
    ['devEui', 'joinEui', 'serialNumber'],
    ...ORDER.map((number) => [euiOf(number), `70B3D57ED000000${number % 2}`, `S-${number}`]),
  ])
  expect(statSync(join(cwd, 'secret.csv')).mode & 0o777).toBe(0o600)
})

test('what a target needs is asked for by name, and nothing is left of a file that could not be made', async () => {
  const cwd = job()
  const others = tokenOf(9)
  writeFileSync(
    join(cwd, 'other.csv'),
    HEADER + ORDER.map((n) => row(n, n === 5 ? others : undefined)).join(''),
  )
  writeFileSync(join(cwd, 'few.csv'), HEADER + row(3))
  writeFileSync(join(cwd, 'wrong.json'), '{"deviceProfil":"x"}')
  const failures: readonly (readonly [readonly string[], string])[] = [
    [['--for', 'helium'], '--for takes one of thingpark, the-things-stack, chirpstack, csv'],
    [['--for', 'thingpark', '--device-profile', 'a'], 'needs --connectivity-plan (connectivityPlanId in'],
    [
      ['--for', 'chirpstack', '--application', 'a', '--device-profile', 'b', '--tokens', 'devices.csv'],
      'takes no --tokens',
    ],
    [['--for', 'csv', '--tokens', 'other.csv'], `another device under ${euiOf(5)} than the label`],
    [['--for', 'csv', '--tokens', 'few.csv'], `no row of ${euiOf(1)}`],
    [['--for', 'csv', '--settings', 'wrong.json'], 'deviceProfil'],
    [
      ['--for', 'chirpstack', '--application', 'a', '--device-profile', 'b', '--name', '{lot}'],
      '{serialNumber}',
    ],
  ]
  for (const [flags, words] of failures) {
    const { code, out, err } = await claimtag(['export', 'labels', ...flags, '--out', 'file'], { cwd })
    expect([code, out]).toEqual([2, ''])
    expect(err).toContain(words)
    expect(err).not.toContain(others)
    expect(existsSync(join(cwd, 'file'))).toBe(false)
  }
  const inside = await claimtag(['export', 'labels', '--for', 'csv', '--out', 'labels/a.csv'], { cwd })
  expect(inside.code).toBe(2)
  const over = await claimtag(['export', 'labels', '--for', 'csv', '--out', 'devices.csv'], { cwd })
  expect(over.code).toBe(2)
})

test('a token that The Things Stack cannot claim is named by its device', () => {
  const device = {
    devEui: '70B3D57ED00A0004',
    joinEui: '70B3D57ED0000002',
    serialNumber: undefined,
    name: 'a',
  } as never as Parameters<(typeof HAND_OVERS)['the-things-stack']['line']>[0]
  const code = 'LW:D0:70B3D57ED0000002:70B3D57ED00A0004:00000000:Oab-cd'
  const line = (): string =>
    HAND_OVERS['the-things-stack'].line({ ...device, ownerToken: 'ab-cd', code }, STACK)
  expect(line).toThrow('The token of 70B3D57ED00A0004')
  expect(line).not.toThrow('ab-cd')
})

test("--tokens reads the devices of labels in a maker's own font", async () => {
  const cwd = job()
  cpSync(OWN_FONT, join(cwd, 'own.ttf'))
  const text = {
    type: 'text',
    x: 26,
    y: 4,
    width: 22,
    size: 2,
    font: 'own.ttf',
    text: '{serialNumber}',
  } as const
  const own = { ...defaultTemplate, elements: [defaultTemplate.elements[0], text] }
  writeFileSync(join(cwd, 'own.json'), JSON.stringify(own))
  writeFileSync(join(cwd, 'claimtag.config.json'), '{"template": "own.json"}')
  const command = ['export', 'labels', '--for', 'csv', '--tokens', 'devices.csv', '--out', '-']
  const { code, out, err } = await claimtag(command, { cwd })
  expect([code, err]).toEqual([0, expect.stringContaining('5 devices, with their tokens')])
  for (const number of ORDER) expect(out).toContain(tokenOf(number))
})
