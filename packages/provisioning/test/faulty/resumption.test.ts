import { createWorkflow, memoryStore, oneJoinServer, savesIn } from '@claimtag/provisioning'
import type { ProvisioningState, Saves, Session, Workflow } from '@claimtag/provisioning'
import { FAULTS, faulty } from '@claimtag/provisioning/faulty'
import type { FaultName, FaultPlan } from '@claimtag/provisioning/faulty'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { choice, configuration, createWorld, record } from '../world/world.ts'
import type { World } from '../world/world.ts'

// Every step, every fault: who goes on with what is stored ends where an undisturbed run ends, and no server has done
// anything twice.

type Port = 'joinServer' | 'networkServer' | 'applicationServer'
type Moment = readonly [port: Port, method: string]

const STEPS: readonly Moment[] = [
  ['joinServer', 'claim'],
  ['joinServer', 'provision'],
  ['networkServer', 'provision'],
  ['applicationServer', 'provision'],
]
const LOOKS: Readonly<Record<string, Moment | undefined>> = {
  'joinServer claim': ['joinServer', 'status'],
  'networkServer provision': ['networkServer', 'find'],
  'applicationServer provision': ['applicationServer', 'find'],
}
const LOGIN: readonly Moment[] = [
  ['networkServer', 'connectivityPlans'],
  ['networkServer', 'deviceProfiles'],
  ['networkServer', 'routingProfiles'],
  ['joinServer', 'createAsTransportKey'],
]
const NAMES = Object.keys(FAULTS) as readonly FaultName[]

/** Faults by the number of the call of `port method`, counted from 1. */
type Faults = Readonly<Record<string, readonly (FaultName | undefined)[]>>

interface Run {
  readonly world: World
  readonly saves: Saves
  readonly workflow: Workflow
  /** A signal for the next attempt, which is aborted as soon as a port waits for that. */
  readonly signal: () => AbortSignal
}

function begin(world: World, faults: Faults, save?: (saves: Saves) => Saves['save']): Run {
  let stop = new AbortController()
  const saves = savesIn(memoryStore())
  const planFor =
    (port: Port): FaultPlan =>
    ({ method, number }) => {
      const planned = faults[`${port} ${method}`]?.[number - 1]
      if (planned !== undefined && FAULTS[planned].does.kind === 'waits') {
        const { signal } = stop
        const end = stop
        queueMicrotask(() => !signal.aborted && end.abort(new DOMException('', 'TimeoutError')))
      }
      return planned
    }
  const workflow = createWorkflow({
    configuration,
    joinServers: oneJoinServer(faulty(world.joinServer, planFor('joinServer'))),
    networkServer: faulty(world.networkServer, planFor('networkServer')),
    applicationServer: faulty(world.applicationServer, planFor('applicationServer')),
    unwrapKey: async (encrypted) => `unwrapped ${encrypted}`,
    save: save === undefined ? saves.save : save(saves),
  })
  return {
    world,
    saves,
    workflow,
    signal() {
      stop = new AbortController()
      return stop.signal
    },
  }
}

const MOST_ATTEMPTS = 20

async function loggedIn({ workflow, signal }: Run): Promise<Session> {
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
    const login = await workflow.login('PEM', { signal: signal() })
    if (login.ok) return login.session
  }
  throw new Error('the login never succeeds')
}

/** Goes on from what is stored, as a new process would, until the device is done. */
async function finished({ workflow, saves, signal }: Run, session: Session): Promise<ProvisioningState> {
  const { ownerToken } = record
  let last = ''
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
    const begun = workflow.begin(session, record, choice)
    const state = (await saves.load(record.devEui)) ?? begun.state
    if (state === undefined) throw new Error('not begun')
    const result = await workflow.resume({ session, state, ownerToken }, { signal: signal() })
    if (result.ok) return result.state
    last = `${result.step} ${result.code}`
  }
  throw new Error(`it stands still: ${last}`)
}

/** Names that servers gave are lost with the answers that told them. */
function unnamed({ joinServerDevice: _j, networkServerDevice: _n, ...state }: ProvisioningState): object {
  return state
}

/** Where a run ends. */
async function endOf(run: Run) {
  const state = await finished(run, await loggedIn(run))
  const { done } = run.world
  const stored = await run.saves.load(record.devEui)
  return {
    state: unnamed(state),
    isStored: JSON.stringify(stored) === JSON.stringify(state),
    holdings: run.world.holdings(),
    // Only provisioning at the Join Server may be repeated: it is the same request with the same effect.
    done: done.filter((one, index) => one !== 'join-server' || done.indexOf(one) === index),
  }
}

const UNDISTURBED = await endOf(begin(createWorld({ canLook: true }), {}))

test('an undisturbed run does everything once', () => {
  expect(UNDISTURBED).toMatchObject({
    state: { step: 'done', pending: false },
    isStored: true,
    done: ['key', 'claim', 'join-server', 'network-server', 'application-server'],
  })
})

const steps = STEPS.flatMap((moment) => NAMES.map((name) => [moment.join(' '), name] as const))

describe.each([
  ['that can be asked', true],
  ['that cannot be asked', false],
])('servers %s', (_, canLook) => {
  test.each(steps)('%s: %s', async (moment, name) => {
    expect(await endOf(begin(createWorld({ canLook }), { [moment]: [name] }))).toEqual(UNDISTURBED)
  })

  test.each(LOGIN.flatMap((moment) => NAMES.map((name) => [moment.join(' '), name] as const)))(
    'login, %s: %s',
    async (moment, name) => {
      // The Join Server keeps no copy of a key: one whose answer was lost is of no use to anyone, and is made again.
      const isLostKey = moment === 'joinServer createAsTransportKey' && FAULTS[name].isDone
      const end = await endOf(begin(createWorld({ canLook }), { [moment]: [name] }))
      const { state, holdings, done } = UNDISTURBED
      expect(end).toEqual({
        ...UNDISTURBED,
        state: isLostKey ? { ...state, asTransportKeyId: 'ask-2' } : state,
        holdings: isLostKey ? holdings.replace(/ask-1/g, 'ask-2') : holdings,
        done: isLostKey ? ['key', ...done] : done,
      })
    },
  )

  // An undisturbed device is saved eight times.
  test.each(Array.from({ length: 8 }, (__, index) => [index + 1]))(
    'our process ends at save %i',
    async (at) => {
      for (const isStored of [false, true]) {
        let count = 0
        let crash: (() => void) | undefined
        const crashed = new Promise<void>((resolve) => (crash = resolve))
        const run = begin(createWorld({ canLook }), {}, (saves) => async (state) => {
          count++
          if (count !== at || isStored) await saves.save(state)
          if (count !== at) return
          crash?.()
          // The process is gone: nothing after this save happens.
          await new Promise(() => undefined)
        })
        const session = await loggedIn(run)
        await Promise.race([finished(run, session), crashed])
        expect(count).toBe(at)
        const kept = { ...run.workflow, login: async () => ({ ok: true, session }) as const }
        expect(await endOf({ ...run, workflow: kept })).toEqual(UNDISTURBED)
      }
    },
  )
})

test.each(
  STEPS.flatMap((moment) => {
    const look = LOOKS[moment.join(' ')]
    return look === undefined ? [] : NAMES.map((name) => [moment.join(' '), look.join(' '), name] as const)
  }),
)('%s: the answer is lost, and %s fails with it: %s', async (moment, look, name) => {
  for (const lost of ['lost', 'before'] as const) {
    for (const lostThenRefused of [[lost], [lost, lost, '409']] as const) {
      const faults = { [moment]: lostThenRefused, [look]: [name] }
      expect(await endOf(begin(createWorld({ canLook: true }), faults))).toEqual(UNDISTURBED)
    }
  }
})

test('any few faults, wherever they come', async () => {
  const moments = [...STEPS, ...Object.values(LOOKS).filter((look) => look !== undefined)].map((one) =>
    one.join(' '),
  )
  const some = fc.array(fc.option(fc.constantFrom(...NAMES), { nil: undefined }), { maxLength: 4 })
  const faults = fc.record(Object.fromEntries(moments.map((moment) => [moment, some])))
  await fc.assert(
    fc.asyncProperty(faults, async (planned) => {
      expect(await endOf(begin(createWorld({ canLook: true }), planned))).toEqual(UNDISTURBED)
    }),
    { numRuns: 400, seed: 16 },
  )
})
