import { renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { fingerprintInput } from '../../src/input/fingerprint.ts'
import { temporaryFile } from '../../../disk/test/temporary.ts'

const changed = expect.objectContaining({ code: 'input-changed' })

test('an input that nobody touches is the one that was checked', () => {
  const assertUnchanged = fingerprintInput(temporaryFile('devEui\n'))
  expect(assertUnchanged).not.toThrow()
})

test.each<[string, (path: string) => void]>([
  ['is longer', (path) => writeFileSync(path, 'devEui\n1\n')],
  ['is gone', (path) => rmSync(path)],
  ['is another file of the same length', (path) => renameSync(temporaryFile('devEUI\n'), path)],
  ['was rewritten at another time', (path) => utimesSync(path, 1, 1)],
])('one that %s is not', (_, change) => {
  const path = temporaryFile('devEui\n')
  const assertUnchanged = fingerprintInput(path)
  change(path)
  expect(assertUnchanged).toThrow(changed)
})

test.skipIf(process.platform === 'win32')('one that was rewritten, with its time put back, is not', () => {
  const path = temporaryFile('devEui\n')
  utimesSync(path, 1000, 1000)
  const changedAt = (): bigint => statSync(path, { bigint: true }).ctimeNs
  const before = changedAt()
  const assertUnchanged = fingerprintInput(path)
  // The clock of a file system goes by ticks.
  do {
    writeFileSync(path, 'devEUI\n')
    utimesSync(path, 1000, 1000)
  } while (changedAt() === before)
  expect(statSync(path).mtimeMs).toBe(1_000_000)
  expect(assertUnchanged).toThrow(changed)
})
