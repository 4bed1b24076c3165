import { createRandom } from '../../ledger/random.ts'
import { type Fleet, type LabelCosts, type Seconds, secondsOf } from './costs.ts'
import { createEvents } from './events.ts'

/** How a job of labels went. Times are seconds since its beginning, or of all workers together. */
export interface LabelRun {
  /** From the beginning of the plan to the end of the merge. */
  readonly seconds: number
  readonly plan: number
  /** From the order of the machines to the last shard. */
  readonly labelling: number
  readonly merge: number
  /** How often each shard was finished. */
  readonly finished: readonly number[]
  readonly rows: number
  /** Spent at shards, sending included. */
  readonly busy: number
  /** The part of it that the rows would have taken without any death. */
  readonly useful: number
  /** The part that deaths have thrown away. */
  readonly lost: number
  /** Waiting for the link, and sending. */
  readonly sending: number
  readonly deaths: number
  /** Of the workers while labels are made: 0 to 1. */
  readonly utilisation: number
  /** Of the link: 0 to 1. */
  readonly linkUtilisation: number
}

interface Shard {
  readonly rows: number
  /** Rows that need not be made again. */
  kept: number
  /** All of it is there, and has to be sent only. */
  isMade: boolean
}

interface Worker {
  readonly zone: number
  /** Counts its deaths: what an earlier life had set going does not happen. */
  life: number
  shard: number | undefined
  /** When it took the shard up, or began to send it. */
  since: number
  isSending: boolean
}

type Happening =
  | { readonly type: 'ready' | 'made' | 'sent' | 'death'; readonly worker: number; readonly life: number }
  | { readonly type: 'free'; readonly shard: number }
  | { readonly type: 'zone' }

/** More deaths than this mean that no shard ever ends. */
const MOST_DEATHS = 100_000

/**
 * Goes through a job event by event: a plan, shards that workers take one after the other, die over, take over and
 * send, and a merge.
 *
 * @param seed decides who dies when: the same seed gives the same run
 * @throws RangeError when workers die faster than a chunk is made
 */
export function runLabels(
  costs: LabelCosts,
  fleet: Fleet,
  rows: number,
  shardRows: number,
  seed: number,
): LabelRun {
  const random = createRandom(seed)
  const events = createEvents<Happening>()
  const shards: Shard[] = Array.from({ length: Math.ceil(rows / shardRows) }, (_, at) => ({
    rows: Math.min(shardRows, rows - at * shardRows),
    kept: 0,
    isMade: false,
  }))
  const workers: Worker[] = Array.from({ length: fleet.machines * fleet.workersAMachine }, (_, at) => ({
    zone: Math.floor(at / fleet.workersAMachine) % fleet.zones,
    life: 0,
    shard: undefined,
    since: 0,
    isSending: false,
  }))
  const finished = shards.map(() => 0)
  const waiting = shards.map((_, at) => at)
  const idle: number[] = []
  const plan = secondsOf(costs.plan, rows)
  let left = shards.length
  let now = plan
  let linkFree = 0
  let [busy, useful, lost, sending, linkBusy, deaths, nextWaiting] = [0, 0, 0, 0, 0, 0, 0]

  const at = (index: number): Worker => workers[index] as Worker
  const of = (index: number): Shard => shards[index] as Shard

  function order(worker: number, after: number): void {
    events.add(now + after + fleet.start, { type: 'ready', worker, life: at(worker).life })
  }

  /** Gives waiting shards to idle workers. */
  function deal(): void {
    while (idle.length > 0 && nextWaiting < waiting.length) {
      const index = idle.shift() as number
      const worker = at(index)
      worker.shard = waiting[nextWaiting++] as number
      worker.since = now
      const { rows: all, kept } = of(worker.shard)
      events.add(now + secondsOf(costs.shard, all - kept), { type: 'made', worker: index, life: worker.life })
    }
  }

  function send(index: number, worker: Worker): void {
    const shard = of(worker.shard as number)
    const made = now - worker.since
    busy += made
    // Who only sends what another one has made had a beginning of its own, which makes nothing.
    if (shard.isMade) lost += made
    else useful += made
    shard.kept = shard.rows
    shard.isMade = true
    worker.since = now
    worker.isSending = true
    const takes = (shard.rows * costs.bytesARow) / fleet.linkBytesASecond
    const from = Math.max(linkFree, now)
    linkFree = from + takes
    linkBusy += takes
    events.add(linkFree, { type: 'sent', worker: index, life: worker.life })
  }

  function finish(index: number, worker: Worker): void {
    busy += now - worker.since
    sending += now - worker.since
    finished[worker.shard as number]! += 1
    left -= 1
    worker.shard = undefined
    worker.isSending = false
    idle.push(index)
  }

  /** @param away seconds until it is started again */
  function die(index: number, away: number): void {
    const worker = at(index)
    const place = idle.indexOf(index)
    if (place >= 0) idle.splice(place, 1)
    deaths += 1
    if (deaths > MOST_DEATHS) throw new RangeError('workers die faster than they make a chunk')
    if (worker.shard !== undefined) {
      const shard = of(worker.shard)
      const spent = now - worker.since
      const keeps = worker.isSending ? 0 : chunksIn(costs, spent, shard.rows - shard.kept)
      busy += spent
      if (fleet.sharesFolders) {
        shard.kept += keeps
        // The next one has a beginning of its own, so that of this one is lost.
        useful += keeps * costs.shard.aRow
        lost += spent - keeps * costs.shard.aRow
      } else {
        // What it had made before it began to send is gone as well.
        const gone = shard.isMade ? secondsOf(costs.shard, shard.rows) : 0
        shard.kept = 0
        shard.isMade = false
        useful -= gone
        lost += spent + gone
      }
      events.add(now + fleet.takeover, { type: 'free', shard: worker.shard })
    }
    worker.life += 1
    worker.shard = undefined
    worker.isSending = false
    order(index, away)
  }

  workers.forEach((_, index) => order(index, 0))
  if (fleet.lostZone !== undefined) events.add(plan + fleet.lostZone.at, { type: 'zone' })
  while (left > 0) {
    const event = events.next()
    if (event === undefined) throw new RangeError('nobody is left to work')
    const { what } = event
    if ('worker' in what && at(what.worker).life !== what.life) continue
    now = event.at
    if (what.type === 'free') waiting.push(what.shard)
    else if (what.type === 'zone') loseZone()
    else if (what.type === 'death') die(what.worker, 0)
    else if (what.type === 'made') send(what.worker, at(what.worker))
    else if (what.type === 'sent') finish(what.worker, at(what.worker))
    else begin(what.worker)
    deal()
  }

  function begin(index: number): void {
    idle.push(index)
    if (fleet.deathsAnHour === 0) return
    const lives = (-Math.log(1 - random.next()) * 3600) / fleet.deathsAnHour
    events.add(now + lives, { type: 'death', worker: index, life: at(index).life })
  }

  function loseZone(): void {
    const { zone, seconds } = fleet.lostZone as NonNullable<Fleet['lostZone']>
    workers.forEach((worker, index) => {
      if (worker.zone === zone) die(index, seconds)
    })
  }

  const labelling = now - plan
  const merge = secondsOf(costs.merge, rows) + costs.merge.aShard * shards.length
  return {
    seconds: now + merge,
    plan,
    labelling,
    merge,
    finished,
    rows: shards.reduce((sum, { kept }) => sum + kept, 0),
    busy,
    useful,
    lost,
    sending,
    deaths,
    utilisation: busy / (labelling * workers.length),
    linkUtilisation: linkBusy / labelling,
  }
}

/** Rows of whole chunks that a worker has made in that time. */
function chunksIn({ shard, chunkRows }: { shard: Seconds; chunkRows: number }, spent: number, most: number) {
  const rows = (spent - shard.fixed) / shard.aRow
  return Math.max(0, Math.min(most, Math.floor(rows / chunkRows) * chunkRows))
}
