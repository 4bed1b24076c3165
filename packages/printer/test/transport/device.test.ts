import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { openPrinter } from '../../src/printer.ts'
import { nameOf, range, tsplLabel, zplLabel } from '../label.ts'
import { pauses, startLine } from '../line.ts'
import { hasPseudoTerminals, plugIn } from './pseudo-terminal.ts'

const QUICK = { language: 'zpl', reconnectMs: 2, openMs: 200 } as const

describe.skipIf(!hasPseudoTerminals)('a character device', () => {
  test.each([
    ['zpl', zplLabel],
    ['tspl', tsplLabel],
  ] as const)('asks for the status and prints, in %s', async (language, label) => {
    const line = await startLine({ language, paper: 20 })
    line.onEvent = (event) =>
      event.type === 'paused' && event.reason === 'paper-out' && line.printer.loadPaper(100)
    const { path } = await plugIn(line.printer.port)
    const printer = await openPrinter(`usb://${path}`, line.options)
    expect(printer.confirms).toBe('printed')
    const outcomes = await Promise.all(range(40).map((number) => printer.print(label(number))))
    await printer.close()
    await line.printer.close()
    expect(outcomes.every(({ outcome }) => outcome === 'confirmed')).toBe(true)
    expect(line.paper).toEqual(range(40).map(nameOf))
    expect(pauses(line.events, 'paper-out')).toBe(1)
  })

  test('that takes its bytes slowly loses none of them', async () => {
    const line = await startLine({ bufferLabels: 2, msPerLabel: 5 })
    const { path } = await plugIn(line.printer.port)
    const printer = await openPrinter(`usb://${path}`, line.options)
    // More than a pseudo-terminal keeps, so that writing has to wait.
    const padding = Buffer.alloc(100_000, ' ')
    const large = range(6).map((number) => ({
      id: nameOf(number),
      bytes: Buffer.concat([padding, zplLabel(number).bytes]),
    }))
    await Promise.all(large.map((job) => printer.print(job)))
    await printer.close()
    await line.printer.close()
    expect(line.paper).toEqual(range(6).map(nameOf))
  })

  test('that is pulled out is uncertain, and given up when it does not come back', async () => {
    const line = await startLine({ msPerLabel: 5 })
    const cable = await plugIn(line.printer.port)
    const printer = await openPrinter(`usb://${cable.path}`, { ...line.options, giveUpMs: 300 })
    line.onLabel = () => line.printer.printed === 3 && cable.unplug()
    const settled = await Promise.allSettled(range(9).map((number) => printer.print(zplLabel(number))))
    await line.printer.close()
    expect(settled.slice(0, 8)).toMatchObject(range(8).map(() => ({ value: { outcome: 'uncertain' } })))
    expect(settled[8]).toMatchObject({ reason: { code: 'printer-unreachable' } })
  })
})

test.skipIf(process.platform === 'win32')('what is not there, or is no device, is not reached', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'device-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'file')
  writeFileSync(file, '')
  await expect(openPrinter(`usb://${file}`, QUICK)).rejects.toMatchObject({
    code: 'printer-unreachable',
    issue: { detail: 'ENODEV' },
  })
  await expect(openPrinter(`usb://${folder}/none`, QUICK)).rejects.toMatchObject({
    issue: { code: 'printer-unreachable', detail: 'ENOENT', printer: `usb://${folder}/none` },
  })
})
