import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { DeliveryEntry } from '../../src/delivery-state.ts'
import type { PrinterEvent } from '../../src/event.ts'
import { openPrinter } from '../../src/printer.ts'
import { range, zplLabel } from '../label.ts'

function temporary(): string {
  const folder = mkdtempSync(join(tmpdir(), 'file-printer-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return folder
}

const jobs = range(20).map(zplLabel)
const bytes = Buffer.concat(jobs.map((job) => job.bytes))

test('labels are added to the file in order, each window before it counts', async () => {
  const path = join(temporary(), 'printer.bin')
  const sizes: number[] = []
  const journal: DeliveryEntry[] = []
  const events: PrinterEvent[] = []
  for (const half of [jobs.slice(0, 10), jobs.slice(10)]) {
    const printer = await openPrinter(`file://${path}`, {
      onEvent: (event) => events.push(event),
      journal(entry) {
        journal.push(entry)
        if (entry.state === 'confirmed') sizes.push(statSync(path).size)
      },
    })
    expect(printer.confirms).toBe('delivered')
    await Promise.all(half.map((job) => printer.print(job)))
    await printer.close()
  }
  expect(readFileSync(path).equals(bytes)).toBe(true)
  const each = jobs[0]?.bytes.length ?? 0
  expect(sizes.slice(0, 2)).toEqual([8 * each, 9 * each + (jobs[9]?.bytes.length ?? 0)])
  expect(journal.at(-1)).toMatchObject({ state: 'confirmed', confirms: 'delivered' })
  expect(events.filter(({ type }) => type === 'delivered')).toHaveLength(20)
})

test.skipIf(process.platform === 'win32')(
  'a new file is for its owner alone; an old one stays as it is',
  async () => {
    const folder = temporary()
    for (const [name, mode] of [
      ['new', 0o600],
      ['old', 0o644],
    ] as const) {
      const path = join(folder, name)
      if (name === 'old') writeFileSync(path, '')
      const printer = await openPrinter(`file://${path}`)
      await printer.print(zplLabel(1))
      await printer.close()
      expect(statSync(path).mode & 0o777).toBe(mode)
    }
  },
)

test('what is no file, or a link to one, is no printer', async () => {
  const folder = temporary()
  writeFileSync(join(folder, 'file'), '')
  symlinkSync(join(folder, 'file'), join(folder, 'link'))
  await expect(openPrinter(`file://${folder}/link`)).rejects.toMatchObject({
    issue: { code: 'printer-missing', detail: 'ELOOP' },
  })
  mkdirSync(join(folder, 'sub'))
  await expect(openPrinter(`file://${folder}/sub`)).rejects.toMatchObject({
    issue: { code: 'printer-missing', detail: 'not a file' },
  })
})

test('a folder that is not there is said before a label is sent', async () => {
  const folder = temporary()
  await expect(openPrinter(`file://${folder}/missing/printer.bin`)).rejects.toMatchObject({
    issue: { code: 'printer-missing', detail: 'ENOENT' },
  })
  mkdirSync(join(folder, 'there'))
  const printer = await openPrinter(`file://${folder}/there/printer.bin`)
  rmSync(join(folder, 'there'), { recursive: true })
  await expect(printer.print(zplLabel(1))).rejects.toMatchObject({ code: 'printer-missing' })
  expect(printer.state()).toMatchObject({ sent: [], uncertain: [] })
})
