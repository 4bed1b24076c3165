import { expect, test } from 'vitest'
import { readDevices } from '@claimtag/devices'
import { temporaryFile } from '../../disk/test/temporary.ts'

const ROWS = 5000
const CSV = ['DevEUI,AppEUI,OwnerToken', ...Array.from({ length: ROWS }, (_, at) => rowOf(at))].join('\n')

function rowOf(at: number): string {
  const number = at.toString(16).toUpperCase().padStart(8, '0')
  return `70B3D57E${number},70B3D57ED0000002,7BjqyNdYseulLTwQ05rcbQ==`
}

async function countUntil(signal: AbortSignal, onRow: (count: number) => void): Promise<number> {
  let count = 0
  for await (const row of readDevices(temporaryFile(CSV), { signal })) {
    expect(row).toHaveProperty('device')
    count += 1
    onRow(count)
  }
  return count
}

test('a signal ends the reading with its reason, at the beginning and in the middle', async () => {
  const reason = new Error('the shift is over')
  await expect(countUntil(AbortSignal.abort(reason), () => {})).rejects.toBe(reason)
  const stop = new AbortController()
  let seen = 0
  const reading = countUntil(stop.signal, (count) => {
    seen = count
    if (count === 10) stop.abort(reason)
  })
  await expect(reading).rejects.toBe(reason)
  expect(seen).toBeLessThan(ROWS)
  expect(await countUntil(new AbortController().signal, () => {})).toBe(ROWS)
})
