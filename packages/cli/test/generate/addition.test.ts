import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { claimtag, emptyFolder } from '../command.ts'

const HEADER = 'DevEUI;AppEUI;Owner Token;Serial\n'

function row(number: number, serial = `S${number}`): string {
  const token = Buffer.alloc(16, `token of ${number}`).toString('base64')
  return `70B3D57ED00A00${String(number).padStart(2, '0')};70B3D57ED0000002;${token};${serial}\n`
}

/** A finished job of three devices, in a folder with their list. */
async function threeLabels(): Promise<string> {
  const cwd = emptyFolder()
  writeFileSync(join(cwd, 'devices.csv'), HEADER + [1, 2, 3].map((number) => row(number)).join(''))
  expect(await claimtag(['generate', 'devices.csv', '--out', 'labels'], { cwd })).toMatchObject({ code: 0 })
  return cwd
}

test('a list that grew is told how to go on, and then adds what is new', async () => {
  const cwd = await threeLabels()
  appendFileSync(join(cwd, 'devices.csv'), row(4) + row(5))
  const again = await claimtag(['generate', 'devices.csv', '--out', 'labels'], { cwd })
  expect(again).toMatchObject({ code: 2 })
  expect(again.err).toContain('its input has 2 new rows now: --add labels them alone')

  const add = ['generate', 'devices.csv', '--out', 'labels', '--add']
  const added = await claimtag(add, { cwd })
  expect(added).toMatchObject({ code: 0 })
  expect(added.err).toBe(
    `✓ 2 labels added in ${join(cwd, 'labels', 'addition-2')}; with those before, 5, all read back\n`,
  )
  expect(existsSync(join(cwd, 'labels', 'addition-2', '70B3D57ED00A0004.png'))).toBe(true)

  expect((await claimtag(add, { cwd })).err).toBe(
    `✓ Nothing to add: 5 labels are in ${join(cwd, 'labels')} already\n`,
  )
  expect((await claimtag(['verify', 'labels'], { cwd })).err).toContain('5 labels')
  const { out } = await claimtag([...add, '--json'], { cwd })
  expect(JSON.parse(out)).toMatchObject({ state: 'done', read: 5, labelled: 5, added: 0, vanished: 0 })
})

test('rows that changed are refused with both lines, and those that are gone are named', async () => {
  const cwd = await threeLabels()
  writeFileSync(join(cwd, 'devices.csv'), HEADER + row(2) + row(3, 'another') + row(4))
  const { code, err } = await claimtag(['generate', 'devices.csv', '--out', 'labels', '--add'], { cwd })
  expect(code).toBe(3)
  expect(err).toContain('1 device with a label is not in this file: 70B3D57ED00A0001')
  expect(err).toContain(
    'refused line 3, DevEUI: This DevEUI has a label already, made from line 4 of an earlier input',
  )
  expect(err).toContain('1 of 3 rows is refused')
  expect(err).toContain('so none was added')
  const refused = join(cwd, 'labels', 'addition-2', 'refused.csv')
  expect(err).toContain(refused)
  expect(readFileSync(refused, 'utf8')).toContain('3,DevEUI,labelled-otherwise,')
})

test('a stream has nothing that could be added to', async () => {
  const cwd = await threeLabels()
  const { code, err } = await claimtag(['generate', 'devices.csv', '--out', '-', '--as', 'zpl', '--add'], {
    cwd,
  })
  expect(code).toBe(2)
  expect(err).toContain('name the folder of the job')
})
