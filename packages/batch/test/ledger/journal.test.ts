import { appendFileSync, mkdirSync, readFileSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { jobFolder } from '../../src/ledger/folder.ts'
import { openJournal } from '../../src/ledger/journal.ts'
import { temporaryFolder } from '../../../disk/test/temporary.ts'

const line = (next: number) => ({
  next,
  labels: next * 500,
  verified: next * 500,
  sizes: { 'manifest.ndjson': next },
})

function journalFolder() {
  const folder = jobFolder(temporaryFolder())
  mkdirSync(folder.hidden)
  return folder
}

test('goes on behind the last line that is whole, wherever the power went', async () => {
  const folder = journalFolder()
  const journal = await openJournal(folder)
  expect(journal.state.next).toBe(0)
  journal.commit(line(1))
  journal.commit(line(2))
  journal.close()
  const whole = readFileSync(folder.journal)
  const firstLine = whole.indexOf('\n') + 1
  for (let length = whole.length; length >= firstLine; length--) {
    truncateSync(folder.journal, length)
    const again = await openJournal(folder)
    expect(again.state).toEqual(line(length === whole.length ? 2 : 1))
    again.close()
  }
})

test('what was half written does not spoil what is written behind it', async () => {
  const folder = journalFolder()
  const journal = await openJournal(folder)
  journal.commit(line(1))
  journal.close()
  appendFileSync(folder.journal, '{"next":2,"lab')
  const again = await openJournal(folder)
  again.commit(line(2))
  again.close()
  const third = await openJournal(folder)
  expect(third.state).toEqual(line(2))
  third.close()
})

test('a line that was changed is no line that was cut off', async () => {
  const folder = journalFolder()
  const journal = await openJournal(folder)
  for (const next of [1, 2, 3]) journal.commit(line(next))
  journal.close()
  writeFileSync(folder.journal, readFileSync(folder.journal, 'utf8').replace('"next":2', '"next":-2'))
  await expect(openJournal(folder)).rejects.toThrow(expect.objectContaining({ code: 'job-damaged' }))
})

test.skipIf(process.platform === 'win32')('a link in its place is not written through', async () => {
  const folder = journalFolder()
  const other = join(folder.out, 'precious')
  writeFileSync(other, 'precious')
  symlinkSync(other, folder.journal)
  await expect(openJournal(folder)).rejects.toThrow(expect.objectContaining({ code: 'job-damaged' }))
  expect(readFileSync(other, 'utf8')).toBe('precious')
})
