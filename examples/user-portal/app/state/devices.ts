import { computed, signal } from '@preact/signals'
import type { DeviceView } from '../../server/device-id.ts'
import { call, isEnded, isOnline, type Problem } from './api.ts'
import { choose, type Item, items, removeItem, setProblem, type Waiting } from './queue.ts'

export type { DeviceView }

/** What the server knows, by DevEUI. */
export const devices = signal<ReadonlyMap<string, DeviceView>>(new Map())
export const isLoaded = signal(false)

/** A device as the screens show it: from the queue, from the server, or from both. */
export interface Tag {
  readonly devEui: string
  readonly joinEui?: string | undefined
  readonly serialNumber?: string | undefined
  readonly routingProfileId?: string | undefined
  readonly name?: string | undefined
  readonly status: DeviceView['status'] | 'scanned' | 'queued'
  readonly problem?: Problem | undefined
  readonly item?: Item | undefined
  readonly device?: DeviceView | undefined
  /** For the order: the newest first. */
  readonly at: number
}

export const tags = computed<readonly Tag[]>(() => {
  const all = new Map<string, Tag>()
  for (const device of devices.value.values()) all.set(device.devEui, tagOf(device, undefined))
  for (const item of items.value) all.set(item.devEui, tagOf(devices.value.get(item.devEui), item))
  return [...all.values()].sort((a, b) => b.at - a.at)
})

export const drafts = computed(() => tags.value.filter(({ status }) => status === 'scanned').reverse())
export const queued = computed(() => tags.value.filter(({ status }) => status === 'queued'))

function tagOf(device: DeviceView | undefined, item: Item | undefined): Tag {
  const { devEui } = (device ?? item)!
  const status =
    item?.stage === 'scanned'
      ? 'scanned'
      : item?.problem !== undefined && device?.status !== 'running'
        ? 'stopped'
        : (device?.status ?? 'queued')
  return {
    devEui,
    joinEui: device?.joinEui ?? item?.secret?.joinEui,
    serialNumber: item?.secret?.serialNumber,
    routingProfileId: device?.routingProfileId ?? item?.routingProfileId,
    name: device?.name === devEui ? undefined : device?.name,
    status,
    problem: item?.problem ?? device?.failure,
    item,
    device,
    at: Date.parse(device?.begunAt ?? '') || item?.scannedAt || 0,
  }
}

function take(device: DeviceView): void {
  // An answer may come after the event that is newer.
  if ((devices.value.get(device.devEui)?.order ?? 0) > device.order) return
  devices.value = new Map(devices.value).set(device.devEui, device)
  // Claimed: the code has done its duty, also one that was read before the list was there.
  const item = items.value.find(({ devEui }) => devEui === device.devEui)
  if (item !== undefined && device.step !== 'claim') void removeItem(item.id)
}

const chosen = (wanted: string): Item | undefined =>
  items.value.find(({ devEui, stage }) => devEui === wanted && stage === 'chosen')

async function loadDevices(): Promise<void> {
  const answer = await call<{ readonly devices: readonly DeviceView[]; readonly order: number }>(
    'GET',
    '/api/devices',
  )
  if (!answer.ok) return
  const listed = new Set(answer.value.devices.map(({ devEui }) => devEui))
  const { order } = answer.value
  devices.value = new Map(
    [...devices.value].filter(([devEui, device]) => listed.has(devEui) || device.order > order),
  )
  isLoaded.value = true
  for (const device of answer.value.devices) take(device)
}

let sendTimer: number | undefined

/** Sends every code that is chosen, one tab at a time; the server knows each by its id, so twice does no harm. */
export async function send(): Promise<void> {
  window.clearTimeout(sendTimer)
  const seconds = await navigator.locks.request('claimtag-send', sendAll)
  if (seconds !== undefined) sendTimer = window.setTimeout(() => void send(), seconds * 1000)
}

/** So often the network is tried while something waits for it. */
const RETRY_SECONDS = 5

/** So many are on their way at a time. */
const AT_ONCE = 6

/** @returns seconds until it is worth trying again */
async function sendAll(): Promise<number | undefined> {
  const ids = items.value.filter(({ stage }) => stage === 'chosen').map(({ id }) => id)
  if (ids.length === 0) return undefined
  // What the server has refused, only its list tells.
  if (!isLoaded.value) await loadDevices()
  if (!isLoaded.value) return isEnded.value ? undefined : RETRY_SECONDS
  let wait: number | undefined
  async function sendSome(): Promise<void> {
    for (let id = ids.shift(); id !== undefined && wait === undefined; id = ids.shift())
      wait = await sendOne(id)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, sendSome))
  return wait
}

async function sendOne(id: string, isAsked = false): Promise<number | undefined> {
  const item = items.value.find((one) => one.id === id)
  if (item?.stage !== 'chosen' || item.problem !== undefined || item.secret === undefined) return undefined
  // The server has the code, and works on it.
  const { status, step, failure } = devices.value.get(item.devEui) ?? {}
  if (status === 'running' || status === 'waiting' || isEnded.value) return undefined
  // Of stops before the claim, some pass; after the others a code would only be refused again.
  const mayPass = failure === undefined || failure.retryable || failure.code === 'owner-token-missing'
  if (step === 'claim' && !mayPass && !isAsked) {
    setProblem(id, failure)
    return undefined
  }
  const { secret, routingProfileId, name, adopt, deviceProfileId } = item
  const body = { text: secret.text, routingProfileId, name, adopt, deviceProfileId }
  const answer = await call<{ readonly device: DeviceView }>('PUT', `/api/devices/${id}`, body)
  if (answer.ok) {
    take(answer.value.device)
    return undefined
  }
  const { problem } = answer
  if (isEnded.value) return undefined
  if (!isOnline.value) return RETRY_SECONDS
  if (problem.code === 'too-many-claims') return problem.retryAfterSeconds ?? RETRY_SECONDS
  setProblem(id, problem)
  return undefined
}

/** What a person answers to a stop. */
export type Answer = Pick<Waiting, 'adopt' | 'deviceProfileId'>

/** Goes on now with a device that stands still. */
export async function retry({ item, device }: Tag, answer: Answer = {}): Promise<Problem | undefined> {
  if (item?.secret !== undefined && device?.status !== 'waiting') {
    setProblem(item.id, undefined)
    await choose(item.id, answer)
    if ((await sendOne(item.id, true)) !== undefined) void send()
    return undefined
  }
  if (device === undefined) return { code: 'owner-token-missing' }
  const result = await call<{ readonly device: DeviceView }>(
    'POST',
    `/api/devices/${device.id}/retry`,
    answer,
  )
  if (result.ok) take(result.value.device)
  return result.ok ? undefined : result.problem
}

/** Gives a device up; `false` when some server still has it. */
export async function release({ id }: DeviceView): Promise<boolean | Problem> {
  const result = await call<{ readonly stays: readonly string[] }>('POST', `/api/devices/${id}/release`)
  if (!result.ok) return result.problem
  await loadDevices()
  return result.value.stays.length === 0
}

let stream: EventSource | undefined

/** Listens for news while someone is logged in. */
export function listen(): void {
  stream?.close()
  stream = new EventSource('/api/events')
  stream.addEventListener('device', ({ data }: MessageEvent<string>) => {
    const device = JSON.parse(data) as DeviceView
    take(device)
    const { step, status, failure, devEui } = device
    // The code of a refused claim waits for the person.
    if (status === 'stopped' && step === 'claim') setProblem(chosen(devEui)?.id, failure)
  })
  stream.addEventListener('gone', ({ data }: MessageEvent<string>) => {
    const left = new Map(devices.value)
    left.delete((JSON.parse(data) as { readonly devEui: string }).devEui)
    devices.value = left
  })
  stream.addEventListener('reload', () => void loadDevices())
  stream.addEventListener('hello', () => {
    isOnline.value = true
    void loadDevices().then(send)
  })
  // The browser connects again by itself, unless the answer was no stream: then asking tells why.
  stream.addEventListener('error', () => {
    isOnline.value = navigator.onLine && stream?.readyState === EventSource.CONNECTING && isOnline.value
    if (stream?.readyState === EventSource.CLOSED) window.setTimeout(relisten, 5000)
  })
}

async function relisten(): Promise<void> {
  if (stream === undefined) return
  await loadDevices()
  if (!isEnded.value && stream !== undefined) listen()
}

export function stopListening(): void {
  stream?.close()
  stream = undefined
  devices.value = new Map()
  isLoaded.value = false
}
