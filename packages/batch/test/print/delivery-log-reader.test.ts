import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { jobFolder } from '../../src/ledger/folder.ts'
import { readDeliveryLog } from '../../src/print/delivery-log-reader.ts'
import { openDeliveryLog } from '../../src/print/delivery-log.ts'
import { sampleDevice } from '../devices.ts'
import { temporaryFolder } from '../../../disk/test/temporary.ts'

const euis = Array.from({ length: 4000 }, (_, index) => sampleDevice(index).devEui)
const [first = '', second = '', third = ''] = euis

function folderWith(journal: string) {
  const folder = jobFolder(temporaryFolder())
  mkdirSync(folder.hidden)
  writeFileSync(folder.deliveries, journal)
  return folder
}

const line = (entry: unknown): string => `${JSON.stringify(entry)}\n`
const sent = (ids: readonly string[], attempt = 1): string => line({ state: 'sent', ids, attempt })
const confirmed = (ids: readonly string[]): string => line({ state: 'confirmed', ids })

test('a journal that is read in many pieces', () => {
  const folder = folderWith(
    euis.map((devEui) => sent([devEui]) + confirmed([devEui])).join('') + sent([first], 2),
  )
  const delivered = readDeliveryLog(folder)
  expect(euis.map((devEui) => delivered.timesSent(devEui))).toEqual([2, ...euis.slice(1).map(() => 1)])
  expect(delivered.timesSent('FFFFFFFFFFFFFFFF')).toBe(0)
  expect([...delivered.doubtful()]).toEqual([first])
})

test.each([
  '{"state":"sent","ids":["7',
  `{"state":"sent","ids":["${'7'.repeat(200)}`,
  '{"state":"sent","ids":["7\n',
  '\0\0\0\0\n',
])('a last line that was cut off (%j) is overwritten by the next', (rest) => {
  const folder = folderWith(sent([first]) + confirmed([first]) + rest)
  const deliveries = openDeliveryLog(folder, { assertHeld: () => undefined })
  deliveries.record({ state: 'sent', ids: [second], attempt: 1 })
  deliveries.close()
  expect(readFileSync(folder.deliveries, 'utf8')).toBe(sent([first]) + confirmed([first]) + sent([second]))
})

test('a damaged line inside is refused: its labels would be printed again', () => {
  const folder = folderWith(`${sent([first])}{"state":"sent","ids"\n${sent([third])}`)
  expect(() => openDeliveryLog(folder, { assertHeld: () => undefined })).toThrow(
    expect.objectContaining({ code: 'job-damaged' }),
  )
  expect(readFileSync(folder.deliveries, 'utf8')).toContain(third)
})

test('labels on their way become uncertain in the journal itself', () => {
  const folder = folderWith(sent([first, second]) + confirmed([first]))
  const deliveries = openDeliveryLog(folder, { assertHeld: () => undefined })
  deliveries.close()
  expect([...deliveries.doubtful()]).toEqual([second])
  expect(readFileSync(folder.deliveries, 'utf8')).toContain(
    line({ state: 'uncertain', ids: [second], reason: 'interrupted' }),
  )
})
