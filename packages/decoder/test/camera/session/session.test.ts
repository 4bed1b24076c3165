import { describe, expect, test } from 'vitest'
import type { Lens, LensMemory } from '../../../src/camera/session/lens.ts'
import { createSession, type Session } from '../../../src/camera/session/session.ts'
import type { CameraState } from '../../../src/camera/session/state.ts'
import { createFakeBrowser, type FakeBrowser, type FakeLens, type Outcome, settle } from '../fake-browser.ts'

const BACK: FakeLens = { id: 'back', label: 'camera2 0, facing back' }
const FRONT: FakeLens = { id: 'front', label: 'camera2 1, facing front' }

interface Started {
  readonly browser: FakeBrowser
  readonly session: Session
  readonly states: CameraState[]
  /** How many streams are shown at present. */
  readonly shown: () => number
  /** The names of the states since the last call. */
  readonly names: () => readonly string[]
}

async function start(browser = createFakeBrowser([BACK, FRONT]), memory?: LensMemory): Promise<Started> {
  const states: CameraState[] = []
  let shown = 0
  const session = createSession({
    host: browser.host,
    memory,
    show() {
      shown++
      return () => void shown--
    },
    onState: (state) => states.push(state),
  })
  session.start()
  await settle()
  const names = (): readonly string[] =>
    states.splice(0).map((state) => ('reason' in state ? `${state.name}: ${state.reason}` : state.name))
  return { browser, session, states, shown: () => shown, names }
}

async function run(browser?: FakeBrowser, memory?: LensMemory): Promise<Started> {
  const started = await start(browser, memory)
  started.session.picture(false)
  return started
}

test('a camera starts, and runs with its first picture', async () => {
  const { browser, session, names, shown } = await start()
  expect(names()).toEqual(['starting'])
  session.picture(false)
  session.picture(false)
  expect(names()).toEqual(['running'])
  expect(session.state).toEqual({
    name: 'running',
    lens: { id: 'back', label: BACK.label },
    lenses: [BACK, FRONT],
    torch: undefined,
    zoom: { factor: 1, most: 2, by: 'window' },
  })
  expect(browser.asked).toEqual([
    {
      video: { facingMode: { ideal: 'environment' }, width: { ideal: 1920 }, height: { ideal: 1080 } },
      audio: false,
    },
  ])
  session.stop()
  expect(names()).toEqual(['asleep: stopped'])
  expect([browser.tracks[0]?.readyState, shown()]).toEqual(['ended', 0])
})

describe('every way in which a camera is refused has a state', () => {
  const cases: readonly (readonly [Outcome, boolean | undefined, CameraState['name']])[] = [
    [{ fails: 'NotAllowedError' }, undefined, 'refused'],
    [{ fails: 'NotAllowedError' }, true, 'refused'],
    [{ fails: 'NotAllowedError' }, false, 'refused-by-page-policy'],
    [{ fails: 'PermissionDeniedError' }, undefined, 'refused'],
    [{ fails: 'SecurityError' }, undefined, 'refused-by-page-policy'],
    [{ fails: 'NotFoundError' }, undefined, 'no-camera'],
    [{ fails: 'DevicesNotFoundError' }, undefined, 'no-camera'],
    [{ fails: 'NotReadableError' }, undefined, 'in-use'],
    [{ fails: 'TrackStartError' }, undefined, 'in-use'],
    [{ fails: 'AbortError' }, undefined, 'in-use'],
    [{ fails: 'UnheardOfError' }, undefined, 'in-use'],
  ]
  test.each(cases)('%j with a page that allows it: %s', async (outcome, allows, name) => {
    const browser = createFakeBrowser([BACK])
    Object.assign(browser, { outcome, allows })
    expect((await start(browser)).names()).toEqual(['starting', name])
  })

  test('a page that is not secure has no devices', async () => {
    const insecure = createFakeBrowser([], { isSecureContext: false, hasDevices: false })
    expect((await start(insecure)).names()).toEqual(['insecure-page'])
    expect((await start(createFakeBrowser([], { hasDevices: false }))).names()).toEqual(['no-camera'])
  })

  test('pixels that are hidden end it, and its light goes out', async () => {
    const { browser, session, names } = await start()
    session.picture(true)
    expect(names()).toEqual(['starting', 'pixels-hidden'])
    expect(browser.tracks[0]?.readyState).toBe('ended')
  })

  test('a reader that fails ends it; the next start tries again', async () => {
    const { session, names } = await run()
    session.fail({ code: 'wasm-refused' })
    expect(session.state).toEqual({ name: 'reader-failed', issue: { code: 'wasm-refused' } })
    session.start()
    expect(names().at(-1)).toBe('starting')
  })
})

describe('permission', () => {
  test('while the browser asks, it may take as long as it likes', async () => {
    const browser = createFakeBrowser([BACK])
    Object.assign(browser, { permission: 'prompt', outcome: 'wait' })
    const { session, names } = await start(browser)
    expect(session.state).toEqual({ name: 'starting', isAsking: true })
    browser.pass(600_000)
    expect(names()).toEqual(['starting', 'starting'])
    browser.deliver()
    await settle()
    session.picture(false)
    expect(names()).toEqual(['running'])
  })

  test('a browser that cannot tell may be asking', async () => {
    const browser = createFakeBrowser([BACK])
    Object.assign(browser, { permission: undefined, outcome: 'wait' })
    expect((await start(browser)).session.state).toEqual({ name: 'starting', isAsking: true })
  })

  test('given later, it starts the camera by itself; taken back, it is a refusal', async () => {
    const browser = createFakeBrowser([BACK])
    Object.assign(browser, { permission: 'denied', outcome: { fails: 'NotAllowedError' } })
    const { session, names } = await start(browser)
    browser.outcome = 'stream'
    browser.change('granted')
    await settle()
    session.picture(false)
    expect(names()).toEqual(['starting', 'refused', 'starting', 'running'])
    browser.change('denied')
    expect(names()).toEqual(['refused'])
    expect(browser.tracks[0]?.readyState).toBe('ended')
  })

  test('given later, it does not start a camera that was stopped', async () => {
    const browser = createFakeBrowser([BACK])
    Object.assign(browser, { permission: 'denied', outcome: { fails: 'NotAllowedError' } })
    const { session, names } = await start(browser)
    session.stop()
    browser.change('granted')
    expect(names()).toEqual(['starting', 'refused', 'asleep: stopped'])
  })
})

describe('sleep and wake', () => {
  test('a hidden page lets the camera go, and takes it up when it is shown', async () => {
    const { browser, session, names, shown } = await run()
    names()
    browser.setHidden(true)
    expect([names(), browser.tracks[0]?.readyState, shown()]).toEqual([['asleep: hidden'], 'ended', 0])
    browser.setHidden(false)
    await settle()
    session.picture(false)
    expect([names(), browser.tracks[1]?.readyState, shown()]).toEqual([['starting', 'running'], 'live', 1])
  })

  test('a camera that was stopped, or never started, stays off when the page is shown', async () => {
    const { browser, session, names } = await run()
    session.stop()
    names()
    browser.setHidden(true)
    browser.setHidden(false)
    expect(names()).toEqual([])
  })

  test('a page that was hidden before the start starts when it is shown', async () => {
    const browser = createFakeBrowser([BACK])
    browser.setHidden(true)
    const { names } = await start(browser)
    expect([names(), browser.asked]).toEqual([['asleep: hidden'], []])
    browser.setHidden(false)
    expect(names()).toEqual(['starting'])
  })

  test('without a picture for 3 s it sleeps, and a start wakes it', async () => {
    const { browser, session, names } = await run()
    names()
    browser.pass(2999)
    session.picture(false)
    browser.pass(2999)
    expect(names()).toEqual([])
    browser.pass(1)
    expect([names(), browser.tracks[0]?.readyState]).toEqual([['asleep: no-picture'], 'ended'])
    session.start()
    await settle()
    session.picture(false)
    expect(names()).toEqual(['starting', 'running'])
  })

  test('a camera that comes late shows a button after 3 s, and runs all the same', async () => {
    const browser = createFakeBrowser([BACK])
    browser.outcome = 'wait'
    const { session, names } = await start(browser)
    browser.pass(3000)
    expect(names()).toEqual(['starting', 'asleep: no-picture'])
    browser.deliver()
    await settle()
    session.picture(false)
    expect(names()).toEqual(['running'])
  })

  test('a camera that comes after it was stopped, or started anew, is let go', async () => {
    const browser = createFakeBrowser([BACK])
    browser.outcome = 'wait'
    const { session, shown } = await start(browser)
    session.stop()
    session.start()
    browser.deliver()
    await settle()
    expect(browser.tracks.map(({ readyState }) => readyState)).toEqual(['ended', 'live'])
    expect(shown()).toBe(1)
    session.close()
    expect(browser.tracks[1]?.readyState).toBe('ended')
  })

  test('a camera that the system takes away is asleep', async () => {
    const { browser, names } = await run()
    names()
    browser.tracks[0]?.end()
    expect(names()).toEqual(['asleep: ended'])
  })

  test('a camera that is plugged in is taken', async () => {
    const browser = createFakeBrowser([])
    const { names } = await start(browser)
    browser.lenses = [BACK]
    browser.plug()
    expect(names()).toEqual(['starting', 'no-camera', 'starting'])
  })

  test('a camera that was in use is tried again when the page is shown', async () => {
    const browser = createFakeBrowser([BACK])
    browser.outcome = { fails: 'NotReadableError' }
    const { names } = await start(browser)
    browser.setHidden(true)
    browser.setHidden(false)
    expect(names()).toEqual(['starting', 'in-use', 'starting'])
  })

  test('a closed camera hears nothing any more', async () => {
    const { browser, session, names } = await run()
    session.close()
    names()
    browser.setHidden(true)
    browser.setHidden(false)
    browser.plug()
    browser.change('granted')
    expect(names()).toEqual([])
  })
})

describe('lenses', () => {
  test('a choice is asked for by its id alone, holds when the page comes back, and is remembered', async () => {
    const memory = remembering()
    const { browser, session } = await run(undefined, memory)
    session.useLens({ id: 'front', label: FRONT.label })
    await settle()
    expect(browser.tracks.map(({ readyState }) => readyState)).toEqual(['ended', 'live'])
    browser.setHidden(true)
    browser.setHidden(false)
    await settle()
    const byId = {
      video: { deviceId: { exact: 'front' }, width: { ideal: 1920 }, height: { ideal: 1080 } },
      audio: false,
    }
    expect(browser.asked.slice(1)).toEqual([byId, byId])
    expect(memory.kept).toEqual({ id: 'front', label: FRONT.label })
    const later = await run(createFakeBrowser([BACK, FRONT]), memory)
    expect(later.browser.asked).toEqual([byId])
    expect(later.session.state).toMatchObject({ lens: { id: 'front' } })
  })

  test('a remembered lens whose id the browser renewed is known by its name', async () => {
    const memory = remembering({ id: 'an old id', label: FRONT.label })
    const { browser, session } = await run(undefined, memory)
    await settle()
    session.picture(false)
    expect(session.state).toMatchObject({ name: 'running', lens: { id: 'front' } })
    expect(memory.kept?.id).toBe('front')
    expect(browser.tracks.map(({ readyState }) => readyState)).toEqual(['ended', 'live'])
  })

  test('a remembered lens that is gone gives way to another', async () => {
    const { browser, session } = await run(
      undefined,
      remembering({ id: 'usb', label: 'A camera on a cable' }),
    )
    expect(session.state).toMatchObject({ name: 'running', lens: { id: 'back' } })
    expect(browser.asked).toHaveLength(2)
  })

  test('a chosen lens that is in use is not passed over for another', async () => {
    const browser = createFakeBrowser([BACK, FRONT])
    browser.outcome = { fails: 'NotReadableError' }
    const { session } = await start(browser, remembering({ id: 'back', label: BACK.label }))
    expect([session.state.name, browser.asked.length]).toEqual(['in-use', 1])
  })
})

test('light and zoom show in the state, and a new lens begins without them', async () => {
  const { session } = await run(
    createFakeBrowser([{ ...BACK, can: { torch: true, zoom: { min: 1, max: 4 } } }, FRONT]),
  )
  expect(session.state).toMatchObject({ torch: false, zoom: { factor: 1, most: 4, by: 'lens' } })
  await session.setTorch(true)
  await session.setZoom(2)
  expect(session.state).toMatchObject({ torch: true, zoom: { factor: 2 } })
  session.useLens({ id: 'front', label: FRONT.label })
  await settle()
  session.picture(false)
  expect(session.state).toMatchObject({ torch: undefined, zoom: { factor: 1, most: 2, by: 'window' } })
})

test('a slow device asks once for smaller frames', async () => {
  const { browser, session } = await run()
  session.shrink()
  session.shrink()
  await settle()
  expect(browser.tracks[0]?.told).toEqual([{ width: { ideal: 1280 }, height: { ideal: 720 } }])
})

function remembering(lens?: Lens): LensMemory & { kept: Lens | undefined } {
  return {
    kept: lens,
    load() {
      return this.kept
    },
    save(next) {
      this.kept = next
    },
  }
}
