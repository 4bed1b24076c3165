import { runBatch } from '@claimtag/batch'
import { cartonPresets, defaultTemplate, type Element } from '@claimtag/label'
import { type ChildProcess, spawn } from 'node:child_process'
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test, vi } from 'vitest'
import { csvOf, sampleDevices } from '../../../batch/test/devices.ts'
import { OWN_FONT } from '../../../label/test/own-font.ts'
import { devicesOn, printerOnBench, scanOf } from '../../../line/test/bench.ts'
import { claimtag, emptyFolder } from '../command.ts'

const devices = sampleDevices(4)
const [first, second, third] = devices.map(({ devEui }) => devEui) as [string, string, string]
const bin = fileURLToPath(new URL('../../bin/claimtag.js', import.meta.url))

function devicesIn(cwd: string): void {
  writeFileSync(join(cwd, 'devices.csv'), csvOf(devices))
}

test('a file of devices, in plain lines and in German', async () => {
  const cwd = emptyFolder()
  devicesIn(cwd)
  const args = ['line', 'devices.csv', '--to', 'file://printer.bin', '--operator', 'Ada', '--cartons', '2']
  const cartons = join(cwd, 'cartons.bin')
  args.push('--carton-to', `file://${cartons}`, '--carton-as', 'tspl', '--carton-dpi', '300')
  const input = `${first}\n${first}\nnonsense\n0000000000000001\nreprint\n${second}\nvoid askew\noperator Grace\ntotals\nquit\n${third}\n`
  const printed = join(cwd, 'printer.bin')
  args[3] = `file://${printed}`
  const { code, out, err } = await claimtag([...args, '--language', 'de'], { cwd, input })
  expect([code, err]).toEqual([0, ''])
  expect(out.split('\n').map((line) => line.split(':')[0])).toEqual(
    [
      [
        '▶ NÄCHSTES GERÄT',
        '✓ GUT',
        '✗ HAT SCHON EINS',
        '✗ NOCHMAL SCANNEN',
        '✗ KEIN ETIKETT',
        '✗ NICHT ERLEDIGT',
      ],
      ['✓ GUT', '✓ GUT', '▶ NÄCHSTES GERÄT', '▶ NÄCHSTES GERÄT', 'Diese Schicht / Insgesamt'],
    ]
      .flat()
      .concat(out.split('\n').slice(11)),
  )
  expect(out).toContain(`Das Etikett von ${first} ist gedruckt.`)
  expect(out).toContain('Karton 1: 2 Geräte. Etikett aufkleben')
  expect(out).toMatch(/ {7}0 {8}2 {2}etikettiert/)
  expect(readFileSync(printed, 'latin1').match(/\^XA/g)).toHaveLength(2)
  // 100 mm at 300 dots per inch, a bit each.
  expect(readFileSync(cartons, 'latin1')).toMatch(/^\r\nSIZE 100 mm[^]*BITMAP 0,0,148,/)
  for (const { ownerToken } of devices) expect(out).not.toContain(ownerToken.slice(0, 8))
})

/** What an operator was told, by code. */
function codes({ out }: { readonly out: string }): readonly (string | undefined)[] {
  const events = out
    .trimEnd()
    .split('\n')
    .map((text) => JSON.parse(text) as { readonly type: string; readonly notice?: { readonly code: string } })
  return events.flatMap(({ type, notice }) => (type === 'notice' ? [notice?.code] : []))
}

test('codes of the store, and new ones where an AppEUI is given', async () => {
  const cwd = emptyFolder()
  const to = `file://${join(cwd, 'printer.bin')}`
  await claimtag(['issue', first, '--join-eui', '70B3D57ED0000001'], { cwd })
  await claimtag(['issue', second, '--join-eui', '70B3D57ED0000001'], { cwd })
  await claimtag(['codes', 'revoke', second, '--reason', 'scrapped'], { cwd })
  const line = ['line', '--online', '--to', to, '--json', '--operator', 'Ada']
  expect(codes(await claimtag(line, { cwd, input: `${first}\n${second}\n${third}\n` }))).toEqual([
    'labelled',
    'refused-device',
    'unknown-device',
  ])
  const issuing = await claimtag([...line, '--join-eui', '70B3D57ED0000001'], {
    cwd,
    input: `${third}\n${first}\n`,
  })
  expect(codes(issuing)).toEqual(['labelled', 'printed-before'])
})

function inOwnFont(element: Element): Element {
  return element.type === 'text' ? { ...element, font: 'own.ttf' } : element
}

test("labels of devices, cartons and pallets in a maker's own font", async () => {
  const cwd = emptyFolder()
  devicesIn(cwd)
  copyFileSync(OWN_FONT, join(cwd, 'own.ttf'))
  for (const template of [defaultTemplate, ...Object.values(cartonPresets)]) {
    const own = { ...template, name: `own-${template.name}`, elements: template.elements.map(inOwnFont) }
    writeFileSync(join(cwd, `${own.name}.json`), JSON.stringify(own))
  }
  const [label, pack] = [`own-${defaultTemplate.name}.json`, 'own-carton-100x50.json']
  const printed = join(cwd, 'printer.bin')
  const line = ['line', '--to', `file://${printed}`, '--json', '--operator', 'Ada', '-t', label]
  await claimtag(['generate', 'devices.csv', '-t', label, '-a', 'zpl', '-o', 'labels', '-q'], { cwd })
  expect(codes(await claimtag([...line, 'devices.csv'], { cwd, input: first }))).toEqual(['labelled'])
  const bytes = readFileSync(printed, 'latin1')
  expect(readFileSync(join(cwd, 'labels/labels.zpl'), 'latin1').startsWith(bytes)).toBe(true)

  const packing = ['--cartons', '1', '--carton-template', pack, '--pallets', '1', '--pallet-template', pack]
  const online = [...line, '--folder', 'online', '--online', '--join-eui', '70B3D57ED0000001', ...packing]
  expect(codes(await claimtag(online, { cwd, input: first }))).toEqual(['labelled', 'packed', 'packed'])
})

test.each([
  [['line', '--to', 'tcp://127.0.0.1:9'], 'Say where the labels come from'],
  [['line', 'devices.csv'], 'Say which printer'],
  [['line', 'devices.csv', '--to', 'tcp://127.0.0.1:9', '--as', 'png'], 'zpl or tspl, not png'],
  [
    ['line', 'devices.csv', '--to', 'tcp://127.0.0.1:9', '--language', 'tlh'],
    '--language knows en, de, fr, zh, not tlh',
  ],
  [['line', 'devices.csv', '--to', 'tcp://127.0.0.1:9', '--product', 'x'], '16 hex digits of an AppEUI'],
  [['line', 'devices.csv', '--to', 'tcp://127.0.0.1:9', '--pallets', '3'], 'A pallet is of cartons'],
  [
    ['line', 'devices.csv', '--to', 'tcp://127.0.0.1:9', '--carton-to', 'lp://X'],
    '--carton-to needs --cartons',
  ],
  [
    ['line', 'devices.csv', '--to', 'tcp://127.0.0.1:9', '--pallet-as', 'tspl'],
    '--pallet-as and --pallet-dpi need',
  ],
  [['line', 'devices.csv', '--to', 'tcp://127.0.0.1:9', '--pallet-template', 'x.json'], 'needs --pallets 20'],
  [['line', 'devices.csv', '--to', 'tcp://127.0.0.1:9', '--listen', '0.0.0.0:0'], '--expose'],
  [
    ['line', 'devices.csv', '--online', '--to', 'tcp://127.0.0.1:9'],
    '--online takes the devices from the store',
  ],
  [['line', '--online', '--to', 'tcp://127.0.0.1:9', '-t', 'counted.json'], 'counts its labels'],
  [['line', 'devices.csv', '--to', 'tcp://127.0.0.1:9', '-c', 'narrow.json'], 'the head prints 300'],
])('%j is refused', async (argv, reason) => {
  const cwd = emptyFolder()
  devicesIn(cwd)
  const number = { type: 'text', x: 26, y: 4, width: 20, size: 2, text: '{index} of {count}' } as const
  const counted = { ...defaultTemplate, elements: [defaultTemplate.elements[0], number] }
  writeFileSync(join(cwd, 'counted.json'), JSON.stringify(counted))
  writeFileSync(join(cwd, 'narrow.json'), '{"headDots": 300}')
  const { code, err } = await claimtag(argv, { cwd })
  expect(err).toContain(reason)
  expect(code).toBe(2)
})

interface Process {
  readonly child: ChildProcess
  readonly events: { readonly type: string; readonly [name: string]: unknown }[]
  say(line: string): void
  sees(event: object): Promise<void>
}

function startLine(cwd: string, to: string): Process {
  const args = [bin, 'line', 'labels', '--to', to, '--check', '--operator', 'Ada', '--json']
  const child = spawn(process.execPath, args, { cwd, stdio: ['pipe', 'pipe', 'inherit'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  const events: Process['events'] = []
  createInterface({ input: child.stdout }).on('line', (line) => events.push(JSON.parse(line) as never))
  return {
    child,
    events,
    say: (line) => void child.stdin.write(`${line}\n`),
    sees: (event) => vi.waitFor(() => expect(events).toContainEqual(expect.objectContaining(event)), 60_000),
  }
}

test('a process that is killed with -9 goes on exactly where it was, and prints nothing twice', async () => {
  const cwd = emptyFolder()
  devicesIn(cwd)
  await runBatch({ input: join(cwd, 'devices.csv'), out: join(cwd, 'labels'), as: ['zpl'], verify: 'none' })
  const { simulated, paper, hooks } = await printerOnBench()

  // On paper, but the process is dead before the printer could say so.
  let line = startLine(cwd, simulated.url)
  hooks.onLabel = () => line.child.kill('SIGKILL')
  line.say(first)
  await new Promise((resolve) => line.child.once('exit', resolve))
  hooks.onLabel = undefined

  line = startLine(cwd, simulated.url)
  await line.sees({ type: 'view', view: expect.objectContaining({ phase: 'ask', label: first }) as object })
  line.say(second)
  line.say('y')
  await line.sees({ type: 'notice', notice: { code: 'finish-first', label: first } })
  await line.sees({ type: 'notice', notice: { code: 'answered', label: first, answer: 'printed' } })
  line.say(await scanOf(paper.at(0)!))
  line.say(second)
  await line.sees({ type: 'notice', notice: { code: 'scan-label', devEui: second } })
  line.child.kill('SIGKILL')
  await new Promise((resolve) => line.child.once('exit', resolve))

  line = startLine(cwd, simulated.url)
  await line.sees({
    type: 'view',
    view: expect.objectContaining({ phase: 'check', label: second }) as object,
  })
  line.say(await scanOf(paper.at(0)!))
  line.say(await scanOf(paper.at(1)!))
  line.say(first)
  line.say('quit')
  await new Promise((resolve) => line.child.once('exit', resolve))
  expect(line.events.flatMap(({ notice }) => (notice === undefined ? [] : [notice]))).toMatchObject([
    { code: 'other-device', devEui: second, scanned: first },
    { code: 'labelled', devEui: second, checked: true },
    { code: 'printed-before', devEui: first },
  ])
  expect(line.child.exitCode).toBe(0)
  expect(await devicesOn(paper)).toEqual([first, second])
  // The job knows, too.
  const { out, err } = await claimtag(['print', 'labels', '--to', simulated.url], { cwd })
  expect(out + err).toContain('2 labels printed')
  expect([...(await devicesOn(paper))].sort()).toEqual(devices.map(({ devEui }) => devEui))
  const log = readFileSync(join(cwd, 'line', 'line.ndjson'), 'utf8')
  for (const { ownerToken } of devices) expect(log).not.toContain(ownerToken.slice(0, 8))
})
