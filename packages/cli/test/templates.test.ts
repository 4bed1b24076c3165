import { parseTemplate } from '@claimtag/label/schema'
import { presets } from '@claimtag/label'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { claimtag, emptyFolder } from './command.ts'

const names = Object.keys(presets)

test('the built-in templates are listed with their sizes, a line each in a pipe', async () => {
  const { code, out, err } = await claimtag(['templates'], { cwd: emptyFolder() })
  expect({ code, err }).toEqual({ code: 0, err: '' })
  const lines = out.trimEnd().split('\n')
  expect(lines.map((line) => line.split(' ')[0])).toEqual(names)
  for (const [index, { stock }] of Object.values(presets).entries())
    expect(lines[index]?.match(/[\d.]+/g)?.map(Number)).toContain(Number(stock.height.toFixed(1)))
  expect(out).toMatch(/^device-25x12 +Device label, 25\.4 × 12\.7 mm$/m)
})

test('with pictures on a terminal', async () => {
  const { code, out } = await claimtag(['templates', '--dpi', '300'], { cwd: emptyFolder(), terminal: true })
  expect(code).toBe(0)
  for (const name of names) expect(out).toContain(name)
  expect(out.split('█▀▀▀▀▀█').length + out.split('▀▄▄▄▄▄▀').length).toBeGreaterThan(names.length)
})

test('as data', async () => {
  const { out } = await claimtag(['templates', '--json'], { cwd: emptyFolder() })
  expect(JSON.parse(out)).toContainEqual(
    expect.objectContaining({ name: 'sheet-a4-l7160', width: 63.5, height: 38.1, columns: 3, rows: 7 }),
  )
})

test.each(names)('%s is a document to start from', async (name) => {
  const cwd = emptyFolder()
  const { code, out } = await claimtag(['templates', '--show', name], { cwd })
  expect(code).toBe(0)
  expect(parseTemplate(JSON.parse(out))).toEqual({ ...presets[name], $schema: expect.any(String) as string })
  writeFileSync(join(cwd, 'mine.json'), out)
  const [built, mine] = [name, 'mine.json'].map((template) =>
    claimtag(['plan', '--template', template, '--dpi', '600', '--json'], { cwd }),
  )
  expect(await mine).toEqual(await built)
})

test.each(['device-1x1', 'constructor', '__proto__'])('%s is no template', async (name) => {
  const { code, err } = await claimtag(['templates', '--show', name], { cwd: emptyFolder() })
  expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining(`There is no template ${name}.`) })
})
