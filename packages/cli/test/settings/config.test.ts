import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { claimtag, emptyFolder, type Ended } from '../command.ts'

const DEVICE = 'Gerät,App,Owner Token\n70B3D57ED00A0004,70B3D57ED0000002,ecQSH8YIV9/+/HS5mcyF8Q==\n'

async function complaint(config: unknown): Promise<string> {
  const cwd = emptyFolder()
  writeFileSync(join(cwd, 'claimtag.config.json'), JSON.stringify(config))
  const { code, err } = await claimtag(['plan'], { cwd })
  expect(code).toBe(2)
  return err.replace(cwd, '.').trim()
}

describe('a key that the configuration does not know', () => {
  test.each([
    [{ dpi: 300, formt: 'tr005' }, 'its root: there is no key formt; nearest: format'],
    [{ columns: { dvEui: 'ID' } }, 'columns: there is no key dvEui; nearest: devEui'],
    [
      { format: 'tr005', nothing: 1 },
      'its root: there is no such key as number 2 of it; there are $schema, format',
    ],
  ])('%j', async (config, sentence) => {
    expect(await complaint(config)).toContain(`./claimtag.config.json: ${sentence}`)
  })

  test.each([
    'ecQSH8YIV9/+/HS5mcyF8Q==',
    '79C4121FC60857DFFEFC74B999CC85F1',
    'C915005D',
    'formatQ7',
    'DEADBEEF',
  ])('is not quoted when it may be a token: %s', async (key) => {
    for (const config of [{ [key]: 1 }, { columns: { [key]: 'ID' } }]) {
      const said = await complaint(config)
      for (let at = 0; at + 6 <= key.length; at++)
        expect(said.slice(0, said.indexOf('; there are'))).not.toContain(key.slice(at, at + 6))
    }
  })
})

function dryRun(flags: readonly string[], columns?: object): Promise<Ended> {
  const cwd = emptyFolder()
  writeFileSync(join(cwd, 'devices.csv'), DEVICE)
  writeFileSync(join(cwd, 'claimtag.config.json'), JSON.stringify({ columns }))
  return claimtag(['generate', ...flags, 'devices.csv', '--dry-run'], { cwd })
}

describe('columns', () => {
  test.each([
    [['--column', 'devEui=Gerät', '--column', 'joinEui=App'], undefined],
    [['--column=deveui=Gerät', '--column', 'APPEUI = App'], undefined],
    [['--column', 'devEui=Gerät'], { appEui: 'App' }],
    [['--column', 'devEui=Gerät', '--column', 'appEui=App'], { devEui: 'none', joinEui: 'other' }],
  ])('%j over %j', async (flags, columns) => {
    expect(await dryRun(flags, columns)).toMatchObject({ code: 0 })
  })

  test.each([
    [['--column', 'Gerät'], 'FIELD=NAME'],
    [['--column', 'device=Gerät'], 'fields are devEui, joinEui, appEui'],
    [['--column', 'devEui='], 'FIELD=NAME'],
    [['--column', 'joinEui=a', '--column', 'appEui=b'], 'Two columns are given for appEui: a and b.'],
  ])('%j is called wrongly', async (flags, sentence) => {
    const { code, err } = await dryRun(flags)
    expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining(sentence) })
  })
})
