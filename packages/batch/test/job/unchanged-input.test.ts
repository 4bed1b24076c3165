import { rmSync, truncateSync, writeFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { runBatch, streamBatch, verifyFolder, type BatchEvent } from '../../src/index.ts'
import { csvOf, sampleDevice, sampleDevices } from '../devices.ts'
import { temporaryFile, temporaryFolder } from '../../../disk/test/temporary.ts'

const devices = sampleDevices(60)
const content = csvOf(devices)
/** As long as the first one to the byte, with other tokens. */
const others = csvOf(
  devices.map((device, index) => ({ ...device, ownerToken: sampleDevice(1000 + index).ownerToken })),
)

const CHANGES: Readonly<Record<string, (input: string) => void>> = {
  'is cut between two rows': (input) => truncateSync(input, content.indexOf('\n', content.length / 2) + 1),
  'gets other tokens': (input) => writeFileSync(input, others),
  'is taken away': (input) => rmSync(input),
}

/** Does something at the first event of a kind. */
function at(moment: BatchEvent['type'], change: () => void): (event: BatchEvent) => void {
  let done = false
  return ({ type }) => {
    if (done || type !== moment) return
    done = true
    change()
  }
}

describe.each(Object.keys(CHANGES))('an input that %s while it is labelled', (name) => {
  const change = (input: string): void => CHANGES[name]?.(input)

  test.each([0, 2])('ends the job, and the job goes on with the right one (%i threads)', async (workers) => {
    const input = temporaryFile(content)
    const options = { input, out: temporaryFolder(), workers, chunkRows: 7 }
    await expect(
      runBatch({ ...options, onEvent: at('progress', () => change(input)) }),
    ).rejects.toMatchObject({ code: 'input-changed' })
    await expect(verifyFolder(options.out)).rejects.toMatchObject({ code: 'job-unfinished' })
    writeFileSync(input, content)
    expect(await runBatch(options)).toMatchObject({ state: 'done', labelled: 60, withheld: 0 })
  })

  test('lets nothing into a stream', async () => {
    const input = temporaryFile(content)
    const bytes: Uint8Array[] = []
    const write = async (part: Uint8Array): Promise<void> => void bytes.push(part)
    await expect(
      streamBatch({ input, as: ['csv'], workers: 0, write, onEvent: at('checked', () => change(input)) }),
    ).rejects.toMatchObject({ code: 'input-changed' })
    expect(bytes).toEqual([])
  })
})
