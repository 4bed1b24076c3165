import type { DeviceRecord, Eui64 } from '@claimtag/core'
import type { Failure } from '../failure.ts'
import { heard } from '../retry/heard.ts'
import { keepTrying } from '../retry/keep-trying.ts'
import type { ProvisioningState } from '../state.ts'
import type { StepResult } from '../steps/advance.ts'
import type { ProvisioningChoice } from '../steps/begin.ts'
import type { Released } from '../steps/release.ts'
import type { PlatformSignal } from '../signal.ts'
import type { StepInput } from '../steps/requests.ts'
import type { Attendant, AttendPorts } from './attend-ports.ts'
import { type DeviceView, failureOf, viewOf } from './device-view.ts'
import { createOrder } from './in-order.ts'
import { endWait, type Job, loadedAgain } from './job.ts'
import { createTurns } from './turns.ts'

/** Waits double up to a minute; a server that says how long is waited for that long, if it is no more than this. */
const MOST = { attempts: 12, ms: 3_600_000 }
/** A crate of devices must not drown its servers. */
const AT_ONCE = 6

/** Devices that somebody waits for. */
export type Attended = ReturnType<typeof attendDevices>

/**
 * Takes devices through the servers while somebody looks: one by one as they are scanned, with a view of each at every
 * step, waits that a person can end, and devices that are taken as they are or given up.
 *
 * @example
 * ```ts no-run
 * import type { DeviceRecord } from '@claimtag/core'
 * import { attendDevices, type AttendPorts } from '@claimtag/provisioning/attended'
 *
 * declare const ports: Omit<AttendPorts, 'onView'>
 * declare const record: DeviceRecord
 *
 * const devices = attendDevices({ ...ports, onView: ({ step, status }) => console.log(step, status) })
 * await devices.provision(record, { routingProfileId: 'default' })
 * ```
 */
export function attendDevices({ clock, store, attendant, signal, onView, onDecision }: AttendPorts) {
  const jobs = new Map<Eui64, Job>()
  // Of two people who scan a device at once, the second finds it under way.
  const inOrder = createOrder()
  const turns = createTurns(AT_ONCE)
  let refusals = 0
  // Higher than any number of an earlier process.
  let order = clock.now() * 1000

  function jobOf(devEui: Eui64): Job {
    const job = jobs.get(devEui) ?? { took: {}, stop: new AbortController() }
    jobs.set(devEui, job)
    return job
  }

  const tell = (state: ProvisioningState, own = ++order): void =>
    heard(() => onView(viewOf(state, jobs.get(state.devEui), own)))

  const decide = (devEui: Eui64, step: string, outcome: string): void =>
    heard(() => onDecision(devEui, step, outcome))

  /** Goes on now. One run at a time for each device; it ends when the device is live or stands still. */
  async function run(devEui: Eui64): Promise<void> {
    const job = jobOf(devEui)
    await endWait(job)
    if (job.running !== undefined || signal.aborted) return
    job.stop = new AbortController()
    job.running = untilItStands(devEui, job)
  }

  async function untilItStands(devEui: Eui64, job: Job): Promise<void> {
    let person: Attendant | undefined
    async function inTurn({ state }: StepInput): Promise<StepResult> {
      if (person !== undefined) return attempt(job, person, state)
      await turns.take()
      // The person who has logged in last goes on with it.
      person = attendant()
      const again = await loadedAgain(person.saves, state)
      if (again.ok) return attempt(job, person, again.state)
      job.failure = failureOf(again)
      return again
    }
    // One that waits lets others go on.
    function endTurn(): void {
      if (person !== undefined) turns.leave()
      person = undefined
    }
    try {
      const { saves, session } = attendant()
      const state = await saves.load(devEui)
      if (state === undefined || state.step === 'done') return
      await keepTrying(
        { advance: inTurn },
        { session, state },
        {
          clock,
          most: MOST,
          signal: job.stop.signal,
          onWait({ failure, ms }) {
            endTurn()
            job.retryAt = clock.now() + ms
            if (failure.state !== undefined) tell(failure.state)
          },
        },
      )
    } catch {
      // The run is not awaited: of a store that does not answer, the next caller is told.
    } finally {
      endTurn()
      job.running = job.retryAt = undefined
      await tellStored(devEui, job.stop.signal).catch(() => {})
    }
  }

  async function tellStored(devEui: Eui64, stopped: PlatformSignal): Promise<void> {
    const own = ++order
    const stored = await store.load(devEui)
    // After a wait that was ended, the run that follows says more.
    if (stored !== undefined && !stopped.aborted) tell(stored.state, own)
  }

  async function attempt(
    job: Job,
    { workflow, session }: Attendant,
    state: ProvisioningState,
  ): Promise<StepResult> {
    const { devEui, step } = state
    job.retryAt = job.failure = undefined
    tell(state)
    const start = clock.now()
    const checked = step === 'claim' && !state.pending ? await job.check?.() : undefined
    // A server that cannot be asked now is asked again when its turn comes.
    const result =
      checked?.ok === false && !checked.retryable
        ? checked
        : await workflow.advance({ session, state, ownerToken: job.token }, { signal })
    decide(devEui, step, result.ok ? 'done' : result.code)
    if (result.ok) job.took[step] = (job.took[step] ?? 0) + clock.now() - start
    else job.failure = failureOf(result)
    const isRefused = !result.ok && result.code === 'claim-refused'
    if (step === 'claim') refusals = result.ok ? 0 : refusals + Number(isRefused)
    // The server can do without it from the claim on, and has to forget one that was refused.
    if (isRefused || (result.ok && step === 'claim')) job.token = job.check = undefined
    return result
  }

  async function begin(record: DeviceRecord, choice: ProvisioningChoice): Promise<Failure | undefined> {
    const { workflow, session, saves } = attendant()
    const { devEui, ownerToken } = record
    const known = await saves.load(devEui)
    if (known === undefined || (known.step === 'claim' && !known.pending)) {
      const begun = workflow.begin(session, record, choice)
      if (!begun.ok) return begun
      await saves.save(begun.state)
      jobOf(devEui).check = () => workflow.check(session, record, choice, { signal })
    }
    // What was sent already stays as it was chosen then.
    if (known === undefined || known.step === 'claim') jobOf(devEui).token = ownerToken
    return undefined
  }

  async function beginOrGoOn(
    record: DeviceRecord,
    choice: ProvisioningChoice,
  ): Promise<DeviceView | Failure> {
    const { devEui } = record
    const job = jobOf(devEui)
    await endWait(job)
    const failure = job.running === undefined ? await begin(record, choice) : undefined
    if (failure !== undefined) {
      decide(devEui, failure.step, failure.code)
      jobs.delete(devEui)
      return failure
    }
    await run(devEui)
    return (await view(devEui)) as DeviceView
  }

  async function goOn(devEui: Eui64, adopts: boolean): Promise<void> {
    // What is under way is not loaded: the revision that it goes on from could become an older one.
    if (adopts && jobOf(devEui).running === undefined) {
      const { saves } = attendant()
      const state = await saves.load(devEui)
      if (state !== undefined && state.step !== 'done') await saves.save({ ...state, adopt: true })
    }
    await run(devEui)
  }

  async function view(devEui: Eui64): Promise<DeviceView | undefined> {
    const own = ++order
    const stored = await store.load(devEui)
    return stored === undefined ? undefined : viewOf(stored.state, jobs.get(devEui), own)
  }

  signal.addEventListener('abort', () => {
    for (const job of jobs.values()) {
      // The check holds the token, too.
      job.token = job.check = undefined
      job.stop.abort()
    }
  })

  return {
    view,
    /** Refused tokens in a row. */
    refusals: () => refusals,
    forgive: () => (refusals = 0),
    /** All devices, and the number of this view. */
    async list(): Promise<{ readonly devices: readonly DeviceView[]; readonly order: number }> {
      const devices: DeviceView[] = []
      const own = ++order
      for await (const { state } of store.states()) devices.push(viewOf(state, jobs.get(state.devEui), own))
      return { devices, order: own }
    },
    /** Begins a device, or goes on with one that was begun. */
    provision: (record: DeviceRecord, choice: ProvisioningChoice): Promise<DeviceView | Failure> =>
      inOrder(record.devEui, () => beginOrGoOn(record, choice)),
    /** @param adopts takes the device as it is where the Network Server has it already */
    retry: (devEui: Eui64, adopts: boolean): Promise<void> => inOrder(devEui, () => goOn(devEui, adopts)),
    /** Takes a device back, and out of the list once no server has it. */
    async release(devEui: Eui64): Promise<Released | Failure | undefined> {
      const { workflow, saves } = attendant()
      const job = jobOf(devEui)
      await endWait(job)
      if (job.running !== undefined) return undefined
      const state = await saves.load(devEui)
      if (state === undefined || job.running !== undefined) return undefined
      const release = workflow.release({ state }, { signal })
      job.running = release
      try {
        const result = await release
        decide(devEui, 'release', result.ok ? 'done' : result.code)
        const stored = await store.load(devEui)
        if (result.ok && result.stays.length === 0 && stored !== undefined) {
          await store.remove?.(devEui, stored.revision)
          jobs.delete(devEui)
        }
        return result
      } finally {
        job.running = undefined
      }
    },
    /** Goes on with all devices that are claimed and not done. */
    async resume(): Promise<void> {
      for await (const { state } of store.states())
        if (state.step !== 'done' && state.step !== 'claim' && state.release === undefined)
          void run(state.devEui)
    },
  }
}
