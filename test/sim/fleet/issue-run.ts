import type { IssueCosts, Issuing } from './costs.ts'
import { createEvents } from './events.ts'

export interface IssueRun {
  readonly seconds: number
  readonly issued: number
  /** Of the busiest database, and of the machines on average: 0 to 1. */
  readonly databaseUtilisation: number
  readonly machineUtilisation: number
}

type Happening = { readonly type: 'asked' | 'answered'; readonly machine: number; readonly rows: number }

/**
 * Machines make codes and ask databases to keep them, statement by statement. A database does one after the other. With
 * statements of one row and no fixed cost it is a server with a limit on its rate as well.
 */
export function runIssues(costs: IssueCosts, fleet: Issuing, issues: number): IssueRun {
  const events = createEvents<Happening>()
  const databases = Array.from({ length: fleet.databases }, () => ({ free: 0, busy: 0 }))
  const machines = Array.from({ length: fleet.machines }, () => ({ free: 0, busy: 0, underWay: 0 }))
  let [left, asked, issued, now] = [issues, 0, 0, 0]

  /** Makes the next statement as soon as the processor of the machine is free. */
  function prepare(index: number): void {
    const machine = machines[index] as (typeof machines)[number]
    if (left === 0 || machine.underWay === costs.inFlight) return
    const rows = Math.min(costs.batch, left)
    left -= rows
    machine.underWay += 1
    machine.free = Math.max(machine.free, now) + rows * costs.client
    machine.busy += rows * costs.client
    events.add(machine.free, { type: 'asked', machine: index, rows })
  }

  function ask(machine: number, rows: number): void {
    const index = asked++ % databases.length
    const database = databases[index] as (typeof databases)[number]
    const takes = costs.statement + rows * costs.row
    let from = Math.max(database.free, now)
    const { outage } = fleet
    if (outage?.database === index && from < outage.at + outage.seconds && from + takes > outage.at) {
      database.busy += Math.max(0, outage.at - from)
      from = outage.at + outage.seconds
    }
    database.free = from + takes
    database.busy += takes
    events.add(database.free, { type: 'answered', machine, rows })
  }

  // In rounds, so that machines share what there is when it is little.
  for (let round = 0; round < costs.inFlight; round++) machines.forEach((_, index) => prepare(index))
  for (let event = events.next(); event !== undefined; event = events.next()) {
    now = event.at
    const { type, machine, rows } = event.what
    if (type === 'asked') {
      ask(machine, rows)
      continue
    }
    issued += rows
    ;(machines[machine] as (typeof machines)[number]).underWay -= 1
    prepare(machine)
  }
  const busy = machines.reduce((sum, machine) => sum + machine.busy, 0)
  return {
    seconds: now,
    issued,
    databaseUtilisation: Math.max(...databases.map((database) => database.busy)) / now,
    machineUtilisation: busy / machines.length / now,
  }
}
