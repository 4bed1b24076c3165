import { expect, test } from 'vitest'
import { provisionDays } from './days.ts'

test('workers that are killed, a server that is down and a quota: all is done once, within the limit', async () => {
  const days = { devices: 150, workers: 4, perSecond: 10, kills: 4, seed: 18 }
  const report = await provisionDays(days)
  expect(report).toMatchObject({ done: 150, complete: 150, claims: 150, kills: 4, tooMany: 0 })
  expect(report.mostInASecond).toBeLessThanOrEqual(10)
  expect(report.during.down).toBeGreaterThan(0)
  expect(report.during.quota).toBeGreaterThan(0)
  // Of the time of the requests, of the outage and of the quota, and what the ends of leases add.
  expect(report.hours * 3600).toBeLessThan((600 / 10) * 1.1 + 300 + 120 + 120)
})
