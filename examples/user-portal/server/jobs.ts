import type { Clock, DeviceRecord, Eui64 } from '@claimtag/core'
import type {
  Checked,
  DeviceStep,
  Failure,
  ProvisioningChoice,
  ProvisioningState,
  Released,
} from '@claimtag/provisioning'
import type { Account } from './account.ts'
import { createTurns } from './turns.ts'
import { type DeviceFailure, type DeviceView, viewOf } from './device-view.ts'

export interface JobPorts {
  readonly clock: Pick<Clock, 'now'>
  /** The person of the tenant who has logged in last. */
  readonly account: () => Account
  /** Ends what is on its way. */
  readonly signal: AbortSignal
  /** Runs something later; gives what stops it. */
  readonly later: (milliseconds: number, run: () => void) => () => void
  readonly publish: (view: DeviceView) => void
  /** One line for each decision: a step of a device and what came of it. */
  readonly audit: (devEui: Eui64, step: string, outcome: string) => void
}

/** Takes the devices of one tenant through the servers. */
export interface Jobs {
  /** All devices, and the number of this view. */
  list(): Promise<{ readonly devices: readonly DeviceView[]; readonly order: number }>
  view(devEui: Eui64): Promise<DeviceView | undefined>
  /** Begins a device, or goes on with one that was begun. */
  provision(record: DeviceRecord, choice: ProvisioningChoice): Promise<DeviceView | Failure>
  /**
   * Goes on now with a device that stands still.
   *
   * @param adopts takes it as it is where the Network Server has it already
   */
  retry(devEui: Eui64, adopts: boolean): Promise<void>
  /** Takes a device back, and out of the list once no server has it. */
  release(devEui: Eui64): Promise<Released | Failure | undefined>
  /** Goes on with all devices that are claimed and not done. */
  resume(): Promise<void>
  /** Refused tokens in a row. */
  readonly refusals: number
  /** Counts them anew. */
  forgive(): void
}

interface Job {
  token: string | undefined
  /** Asks the servers what can be asked before the claim, which cannot be undone. */
  check: (() => Promise<Checked | Failure>) | undefined
  isRunning: boolean
  tries: number
  retryAt: number | undefined
  cancel: (() => void) | undefined
  failure: DeviceFailure | undefined
  readonly took: Partial<Record<DeviceStep, number>>
}

/** A step that failed for a while is tried again after 20 s, 40 s, …, at most 5 min, so many times. */
const FIRST_WAIT_MS = 20_000
const MOST_WAIT_MS = 300_000
const MOST_TRIES = 10
const AT_ONCE = 6

export function createJobs({ account, signal, clock, later, publish, audit }: JobPorts): Jobs {
  const { tenant, store } = account()
  const jobs = new Map<Eui64, Job>()
  const turns = createTurns(AT_ONCE)
  let refusals = 0
  // Higher than any number of an earlier run of the server.
  let order = clock.now() * 1000

  function jobOf(devEui: Eui64): Job {
    const job = jobs.get(devEui) ?? {
      token: undefined,
      check: undefined,
      isRunning: false,
      tries: 0,
      retryAt: undefined,
      cancel: undefined,
      failure: undefined,
      took: {},
    }
    jobs.set(devEui, job)
    return job
  }

  const tell = (state: ProvisioningState): void =>
    publish(viewOf(tenant, state, jobs.get(state.devEui), ++order))

  /** One run at a time for each device; ends when the device is live or stands still. */
  async function run(devEui: Eui64): Promise<void> {
    const job = jobOf(devEui)
    if (job.isRunning || signal.aborted) return
    job.isRunning = true
    job.cancel?.()
    Object.assign(job, { cancel: undefined, retryAt: undefined, failure: undefined })
    await turns.take()
    const { workflow, session, saves } = account()
    try {
      let state = await saves.load(devEui)
      while (state !== undefined && state.step !== 'done') {
        tell(state)
        const start = clock.now()
        const { step } = state
        const { token } = job
        const checked = step === 'claim' && !state.pending ? await job.check?.() : undefined
        // A server that cannot be asked now is asked again when its turn comes.
        const result =
          checked?.ok === false && !checked.retryable
            ? checked
            : await workflow.advance({ session, state, ownerToken: token }, { signal })
        audit(devEui, step, result.ok ? 'done' : result.code)
        if (step === 'claim')
          refusals = result.ok ? 0 : result.code === 'claim-refused' ? refusals + 1 : refusals
        if (!result.ok) {
          fail(job, result)
          break
        }
        state = result.state
        job.took[step] = (job.took[step] ?? 0) + clock.now() - start
        job.tries = 0
        // From here on the server can do without it.
        if (state.step !== 'claim') Object.assign(job, { token: undefined, check: undefined })
      }
    } finally {
      job.isRunning = false
      turns.leave()
      const state = await saves.load(devEui)
      if (state !== undefined && !signal.aborted) tell(state)
    }
  }

  function fail(job: Job, failure: Failure): void {
    const { step, code, retryable } = failure
    const { status, retryAfterSeconds } = failure as Partial<DeviceFailure>
    job.failure = {
      step,
      code,
      retryable,
      ...(status === undefined ? {} : { status }),
      ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
    }
    if (code === 'claim-refused') job.token = undefined
    if (!retryable || signal.aborted || job.tries >= MOST_TRIES) return
    const asked = (retryAfterSeconds ?? 0) * 1000
    const wait = Math.max(asked, Math.min(FIRST_WAIT_MS * 2 ** job.tries, MOST_WAIT_MS))
    job.tries++
    job.retryAt = clock.now() + wait
    const devEui = failure.devEui
    if (devEui !== undefined) job.cancel = later(wait, () => void run(devEui))
  }

  async function begin(record: DeviceRecord, choice: ProvisioningChoice): Promise<Failure | undefined> {
    const { workflow, session, saves } = account()
    const known = await saves.load(record.devEui)
    // What was sent already stays as it was chosen then.
    if (known !== undefined && (known.step !== 'claim' || known.pending)) return undefined
    const begun = workflow.begin(session, record, choice)
    if (!begun.ok) return begun
    await saves.save(begun.state)
    jobOf(record.devEui).check = () => workflow.check(session, record, choice, { signal })
    return undefined
  }

  async function view(devEui: Eui64): Promise<DeviceView | undefined> {
    const own = ++order
    const stored = await store.load(devEui)
    return stored === undefined ? undefined : viewOf(tenant, stored.state, jobs.get(devEui), own)
  }

  signal.addEventListener('abort', () => {
    for (const job of jobs.values()) {
      job.cancel?.()
      job.token = undefined
    }
  })

  return {
    view,
    get refusals() {
      return refusals
    },
    forgive: () => (refusals = 0),
    async list() {
      const views: DeviceView[] = []
      const own = ++order
      for await (const { state } of store.states())
        views.push(viewOf(tenant, state, jobs.get(state.devEui), own))
      return { devices: views, order: own }
    },
    async provision(record, choice) {
      const { devEui, ownerToken } = record
      const job = jobOf(devEui)
      if (!job.isRunning) {
        const failure = await begin(record, choice)
        if (failure !== undefined) {
          audit(devEui, failure.step, failure.code)
          jobs.delete(devEui)
          return failure
        }
        const state = (await store.load(devEui))?.state
        if (state?.step === 'claim') job.token = ownerToken
        void run(devEui)
      }
      return (await view(devEui)) as DeviceView
    },
    async retry(devEui, adopts) {
      const { saves } = account()
      const state = await saves.load(devEui)
      if (adopts && state !== undefined && state.step !== 'done' && !jobOf(devEui).isRunning)
        await saves.save({ ...state, adopt: true })
      void run(devEui)
    },
    async release(devEui) {
      const { workflow, saves } = account()
      const job = jobOf(devEui)
      const state = await saves.load(devEui)
      if (state === undefined || job.isRunning) return undefined
      job.cancel?.()
      job.isRunning = true
      try {
        const result = await workflow.release({ state }, { signal })
        audit(devEui, 'release', result.ok ? 'done' : result.code)
        const stored = await store.load(devEui)
        if (result.ok && result.stays.length === 0 && stored !== undefined) {
          await store.remove?.(devEui, stored.revision)
          jobs.delete(devEui)
        }
        return result
      } finally {
        job.isRunning = false
      }
    },
    async resume() {
      for await (const { state } of store.states())
        if (state.step !== 'done' && state.step !== 'claim' && state.release === undefined)
          void run(state.devEui)
    },
  }
}
