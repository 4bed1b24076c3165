import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Fleet, type IssueCosts, type LabelCosts, secondsOf } from './fleet/costs.ts'
import { createEvents } from './fleet/events.ts'
import { runIssues } from './fleet/issue-run.ts'
import { runLabels } from './fleet/label-run.ts'
import { costOfLostZone, limitOfIssues, limitOfLabels } from './fleet/scaling.ts'

const COSTS: LabelCosts = {
  plan: { fixed: 1, aRow: 2e-6 },
  shard: { fixed: 1, aRow: 5e-5 },
  merge: { fixed: 1, aRow: 1e-6, aShard: 0.01 },
  chunkRows: 1000,
  bytesARow: 500,
}
const FLEET: Fleet = {
  machines: 4,
  workersAMachine: 2,
  start: 20,
  deathsAnHour: 0,
  takeover: 30,
  sharesFolders: true,
  linkBytesASecond: Infinity,
  zones: 3,
}
const ISSUES: IssueCosts = { client: 2e-5, row: 1e-5, statement: 1e-3, batch: 500, inFlight: 2 }

const fleets = fc.record({
  machines: fc.integer({ min: 1, max: 9 }),
  workersAMachine: fc.integer({ min: 1, max: 3 }),
  start: fc.integer({ min: 0, max: 60 }),
  deathsAnHour: fc.constantFrom(0, 0.5, 20, 60),
  takeover: fc.integer({ min: 0, max: 60 }),
  sharesFolders: fc.boolean(),
  linkBytesASecond: fc.constantFrom(Infinity, 2e7, 1e8),
  zones: fc.integer({ min: 1, max: 3 }),
})
const losses = fc.record({
  zone: fc.integer({ min: 0, max: 2 }),
  at: fc.integer({ min: 0, max: 100 }),
  seconds: fc.integer({ min: 0, max: 600 }),
})
const jobs = fc.record({
  rows: fc.integer({ min: 1, max: 2_000_000 }),
  shardRows: fc.integer({ min: 20_000, max: 100_000 }),
  seed: fc.integer({ min: 0, max: 1e9 }),
})

describe('a fleet that makes labels', () => {
  it('makes each shard once, loses no row, and accounts for each second, whoever dies', () => {
    let [deaths, lost] = [0, 0]
    fc.assert(
      fc.property(fleets, losses, jobs, (fleet, lostZone, { rows, shardRows, seed }) => {
        const run = runLabels(COSTS, { ...fleet, lostZone }, rows, shardRows, seed)
        const shards = Math.ceil(rows / shardRows)
        expect(run.finished).toStrictEqual(Array.from({ length: shards }, () => 1))
        expect(run.rows).toBe(rows)
        expect(run.useful).toBeCloseTo(shards * COSTS.shard.fixed + rows * COSTS.shard.aRow, 5)
        expect(run.useful + run.lost + run.sending).toBeCloseTo(run.busy, 5)
        expect(run.utilisation).toBeGreaterThan(0)
        expect(run.utilisation).toBeLessThanOrEqual(1 + 1e-9)
        deaths += run.deaths
        lost += run.lost
      }),
      { numRuns: 100 },
    )
    expect(deaths).toBeGreaterThan(100)
    expect(lost).toBeGreaterThan(100)
  })

  it('has the same end for the same seed, and another one for another', () => {
    const fleet = { ...FLEET, deathsAnHour: 50 }
    const [one, again, other] = [7, 7, 8].map((seed) => runLabels(COSTS, fleet, 5e6, 1e5, seed))
    expect(again).toStrictEqual(one)
    expect(other?.seconds).not.toBe(one?.seconds)
  })

  it('is never slower with one machine more, when nothing is shared and nobody dies', () => {
    fc.assert(
      fc.property(fleets, jobs, (fleet, { rows, shardRows }) => {
        const alone = { ...fleet, deathsAnHour: 0, linkBytesASecond: Infinity }
        const seconds = (machines: number) =>
          runLabels(COSTS, { ...alone, machines }, rows, shardRows, 1).seconds
        expect(seconds(fleet.machines + 1)).toBeLessThanOrEqual(seconds(fleet.machines) + 1e-9)
      }),
      { numRuns: 100 },
    )
  })

  it('takes what the formula says when nobody dies and nothing is sent', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 300 }),
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 1, max: 4 }),
        (shards, machines, workersAMachine) => {
          const rows = shards * 50_000
          const run = runLabels(COSTS, { ...FLEET, machines, workersAMachine }, rows, 50_000, 1)
          const rounds = Math.ceil(shards / (machines * workersAMachine))
          const merge = secondsOf(COSTS.merge, rows) + shards * COSTS.merge.aShard
          expect(run.seconds).toBeCloseTo(
            secondsOf(COSTS.plan, rows) + FLEET.start + rounds * secondsOf(COSTS.shard, 50_000) + merge,
            6,
          )
        },
      ),
      { numRuns: 100 },
    )
  })

  it('is bound by a link as soon as that is slower than the workers', () => {
    const fleet = { ...FLEET, machines: 50, linkBytesASecond: 1e6 }
    const run = runLabels(COSTS, fleet, 1e7, 1e5, 1)
    expect(run.labelling).toBeGreaterThanOrEqual((1e7 * COSTS.bytesARow) / 1e6)
    expect(run.linkUtilisation).toBeGreaterThan(0.99)
    expect(run.linkUtilisation).toBeLessThanOrEqual(1)
  })

  it('loses less when a shard goes on after its last chunk than when it begins again', () => {
    const fleet = { ...FLEET, deathsAnHour: 100 }
    const goesOn = runLabels(COSTS, fleet, 1e7, 1e5, 3)
    const beginsAgain = runLabels(COSTS, { ...fleet, sharesFolders: false }, 1e7, 1e5, 3)
    expect(goesOn.deaths).toBeGreaterThan(10)
    expect(goesOn.lost).toBeLessThan(beginsAgain.lost)
  })

  it('waits for nobody but the lock when a zone is lost, if others can work', () => {
    const day = costOfLostZone(COSTS, { ...FLEET, machines: 6 }, 1e8, 1e5, 86_400)
    const always = costOfLostZone(COSTS, { ...FLEET, machines: 6 }, 1e8, 1e5, 864_000)
    // A third of the machines is missing for the second half, which takes 3/2 of its time.
    const half = (1e8 * COSTS.shard.aRow + 1000 * COSTS.shard.fixed) / 12 / 2
    expect(always).toBe(day)
    expect(day / (half / 2)).toBeGreaterThan(0.8)
    expect(day / (half / 2)).toBeLessThan(1.2)
    expect(costOfLostZone(COSTS, { ...FLEET, zones: 1 }, 1e8, 1e5, 3600)).toBeGreaterThan(3600)
  })

  it('says where it stops scaling, and why', () => {
    expect(limitOfLabels(COSTS, FLEET, 1e7, 1e5, 4096)).toMatchObject({ because: 'one shard' })
    const slow = { ...COSTS, merge: { fixed: 0, aRow: 1e-5, aShard: 0 } }
    expect(limitOfLabels(slow, FLEET, 1e8, 1e5, 4096)).toMatchObject({ because: 'merge' })
    const link = limitOfLabels(COSTS, { ...FLEET, linkBytesASecond: 1e7 }, 1e8, 1e5, 4096)
    expect(link.because).toBe('link')
    expect(limitOfLabels(COSTS, FLEET, 1e8, 1e5, 2)).toMatchObject({ machines: 2, because: 'workers' })
  })

  it('gives up when workers die faster than they make a chunk', () => {
    const fleet = { ...FLEET, machines: 1, start: 0, takeover: 0, deathsAnHour: 1e7 }
    expect(() => runLabels({ ...COSTS, chunkRows: 1e6 }, fleet, 1e6, 1e6, 1)).toThrow(RangeError)
  })
})

describe('a fleet that issues', () => {
  it('takes n / rate at one server with a rate, however many ask it', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5000 }),
        fc.integer({ min: 1, max: 500 }),
        fc.integer({ min: 1, max: 20 }),
        (issues, rate, machines) => {
          const costs = { client: 0, row: 1 / rate, statement: 0, batch: 1, inFlight: 3 }
          const run = runIssues(costs, { machines, databases: 1 }, issues)
          expect(run.issued).toBe(issues)
          expect(run.seconds).toBeCloseTo(issues / rate, 6)
          expect(run.databaseUtilisation).toBeCloseTo(1, 6)
        },
      ),
      { numRuns: 50 },
    )
  })

  it('issues all once, keeps within its time, and is not slower with one machine more', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 200_000 }),
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 600 }),
        (issues, machines, batch) => {
          const run = (count: number) =>
            runIssues({ ...ISSUES, batch }, { machines: count, databases: 1 }, issues)
          const { issued, seconds, databaseUtilisation, machineUtilisation } = run(machines)
          expect(issued).toBe(issues)
          expect(databaseUtilisation).toBeLessThanOrEqual(1 + 1e-9)
          expect(machineUtilisation).toBeLessThanOrEqual(1 + 1e-9)
          expect(run(machines + 1).seconds).toBeLessThanOrEqual(seconds + 1e-9)
        },
      ),
      { numRuns: 50 },
    )
  })

  it('stops scaling at one PostgreSQL, and goes on with four', () => {
    const one = limitOfIssues(ISSUES, { machines: 1, databases: 1 }, 1e6, 1024)
    const four = limitOfIssues(ISSUES, { machines: 1, databases: 4 }, 1e6, 1024)
    expect(one).toMatchObject({ because: 'database', machines: 2 })
    expect(four.because).toBe('database')
    expect(one.seconds / four.seconds).toBeGreaterThan(3)
  })

  it('waits for the replica when a database is lost, and issues all the same', () => {
    const fleet = { machines: 4, databases: 1 }
    const whole = runIssues(ISSUES, fleet, 1e6)
    const outage = { database: 0, at: whole.seconds / 2, seconds: 60 }
    const broken = runIssues(ISSUES, { ...fleet, outage }, 1e6)
    expect(broken.issued).toBe(1e6)
    expect(broken.seconds - whole.seconds).toBeGreaterThanOrEqual(60)
    expect(broken.seconds - whole.seconds).toBeLessThan(60.1)
  })
})

it('gives what happens in the order of time, and in the order of its adding at the same time', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 20 })), (times) => {
      const events = createEvents<number>()
      times.forEach((time, order) => events.add(time, order))
      const wanted = times.map((at, what) => ({ at, what })).sort((a, b) => a.at - b.at || a.what - b.what)
      expect(times.map(() => events.next())).toStrictEqual(wanted)
      expect(events.next()).toBeUndefined()
    }),
  )
})
