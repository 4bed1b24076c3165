import { expect, test } from 'vitest'
import { createGathering } from '../../src/queue/gather.ts'
import { virtualClock } from '../../../../test/virtual-clock.ts'

test('what was gathered is said together, when it is asked for or when its time is over', async () => {
  const clock = virtualClock(0)
  const gathering = createGathering(clock, 1000)
  const said: string[] = []
  const say = (word: string) => async (): Promise<void> => {
    said.push(`${word} ${clock.now()}`)
    await clock.sleep(10)
  }
  gathering.add(say('a'))
  gathering.add(say('b'))
  expect(said).toEqual([])
  gathering.flush()
  expect(said).toEqual(['a 0', 'b 0'])
  expect(gathering.open.size).toBe(2)
  await Promise.all(gathering.open)
  expect([gathering.open.size, clock.now()]).toEqual([0, 10])

  gathering.add(say('c'))
  await clock.sleep(400)
  gathering.add(say('d'))
  await clock.sleep(599)
  expect(said).toHaveLength(2)
  await clock.sleep(2)
  expect(said.slice(2)).toEqual(['c 1010', 'd 1010'])
  gathering.flush()
  expect(said).toHaveLength(4)
})
