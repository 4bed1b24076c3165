import { type Fleet, type IssueCosts, type Issuing, type LabelCosts, secondsOf } from './costs.ts'
import { runIssues } from './issue-run.ts'
import { runLabels } from './label-run.ts'

export interface Limit {
  /** More machines than these are hardly worth their price. */
  readonly machines: number
  readonly seconds: number
  /** What takes the most of the time that is left. */
  readonly because: string
}

/** Less than this part of the time is saved by twice the machines: it does not scale any more. */
const WORTH = 0.1

/**
 * Where a job of labels stops scaling: the first number of machines, of 1, 2, 4, 8…, whose double hardly helps.
 *
 * @param fleet its number of machines does not matter
 */
export function limitOfLabels(
  costs: LabelCosts,
  fleet: Fleet,
  rows: number,
  shardRows: number,
  most: number,
): Limit {
  const run = (machines: number) => runLabels(costs, { ...fleet, machines }, rows, shardRows, 1)
  return limit(most, run, ({ plan, merge, labelling, linkUtilisation, useful }, machines) => ({
    plan,
    merge,
    link: linkUtilisation * labelling,
    'one shard': fleet.start + secondsOf(costs.shard, Math.min(rows, shardRows)),
    workers: useful / (machines * fleet.workersAMachine),
  }))
}

/** Where issuing stops scaling, as above. */
export function limitOfIssues(costs: IssueCosts, fleet: Issuing, issues: number, most: number): Limit {
  const run = (machines: number) => runIssues(costs, { ...fleet, machines }, issues)
  return limit(most, run, ({ databaseUtilisation, machineUtilisation, seconds }) => ({
    database: databaseUtilisation * seconds,
    machines: machineUtilisation * seconds,
  }))
}

function limit<Run extends { readonly seconds: number }>(
  most: number,
  run: (machines: number) => Run,
  parts: (run: Run, machines: number) => Readonly<Record<string, number>>,
): Limit {
  let machines = 1
  let now = run(machines)
  for (; machines < most; machines *= 2) {
    const double = run(machines * 2)
    if (double.seconds > now.seconds * (1 - WORTH)) break
    now = double
  }
  const [because] = Object.entries(parts(now, machines)).reduce((one, other) =>
    other[1] > one[1] ? other : one,
  )
  return { machines, seconds: now.seconds, because }
}

/** Seconds that a job takes longer when a zone goes while half of its labels are made. */
export function costOfLostZone(
  costs: LabelCosts,
  fleet: Fleet,
  rows: number,
  shardRows: number,
  seconds: number,
): number {
  const whole = runLabels(costs, fleet, rows, shardRows, 1)
  const lostZone = { zone: 0, at: whole.labelling / 2, seconds }
  return runLabels(costs, { ...fleet, lostZone }, rows, shardRows, 1).seconds - whole.seconds
}
