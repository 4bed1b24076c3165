import { signal } from '@preact/signals'
import { type OpenedCode, openVault, type Vault } from '@claimtag/decoder/page'
import type { Problem } from './api.ts'

/** A scanned code that waits on this device. */
export interface Waiting {
  readonly id: string
  readonly devEui: string
  readonly scannedAt: number
  readonly routingProfileId?: string
  readonly name?: string
  readonly adopt?: boolean
  readonly deviceProfileId?: string
}

/** What only an open item has: the text with its token, and what the label says beside. */
interface Secret {
  readonly text: string
  readonly joinEui?: string
  readonly serialNumber?: string
}

type Opened = OpenedCode<Waiting, Secret>

/** A scanned code on its way: `scanned` until the person has chosen, `chosen` until the server has it. */
export type Item = Opened & {
  readonly stage: 'scanned' | 'chosen'
  /** Why the server did not take it; it waits for the person. */
  readonly problem?: Problem
}

/** Every code that is not the server's yet. Nothing leaves it but by success or by the person. */
export const items = signal<readonly Item[]>([])
/** Whether the queue outlives this page; `undefined` until it is known. */
export const isLasting = signal<boolean | undefined>(undefined)

const KEPT_MS = 7 * 24 * 60 * 60_000
const OWNER = 'claimtag-owner'

let vault: Vault<Waiting, Secret> | undefined
const channel = new BroadcastChannel('claimtag-queue')
channel.addEventListener('message', () => void reload())

function tellOthers(): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- that is for windows
  channel.postMessage('changed')
}

/** Opens the queue of this tenant. What another account has left here is deleted. */
export async function openQueue(tenant: string): Promise<void> {
  vault ??= await openVault('claimtag')
  isLasting.value = vault.isLasting
  if ((localStorage.getItem(OWNER) ?? tenant) !== tenant) await vault.clear()
  localStorage.setItem(OWNER, tenant)
  await reload()
}

async function reload(): Promise<void> {
  if (vault === undefined) return
  const old = Date.now() - KEPT_MS
  const kept = await vault.all()
  for (const { id, scannedAt } of kept) if (scannedAt < old) await vault.remove(id)
  const problems = new Map(items.value.map(({ id, problem }) => [id, problem]))
  items.value = kept
    .filter(({ scannedAt }) => scannedAt >= old)
    .sort((a, b) => a.scannedAt - b.scannedAt)
    .map((item) => itemOf(item, problems.get(item.id)))
}

function itemOf(item: Opened, problem?: Problem): Item {
  const stage = item.routingProfileId === undefined ? 'scanned' : 'chosen'
  const why = problem ?? (item.secret === undefined ? { code: 'owner-token-missing' } : undefined)
  return { ...item, stage, ...(why === undefined ? {} : { problem: why }) }
}

/** Devices that are being stored: a code that is on the screen outlives the page. */
const adding = new Set<string>()

/** Adds a code that was read; `false` when the device is there already. */
export async function addItem(devEui: string, secret: Secret): Promise<boolean> {
  const there = items.value.find((item) => item.devEui === devEui)
  if (adding.has(devEui) || (there?.secret !== undefined && there.problem === undefined)) return false
  adding.add(devEui)
  try {
    // The same device again, after something was wrong with it: the new code takes the place of the old one.
    if (there !== undefined) await removeItem(there.id)
    const item: Waiting = { id: crypto.randomUUID(), devEui, scannedAt: Date.now() }
    await vault?.put(item, secret)
    // Some browsers ask the person: so only when it is needed.
    if (!navigator.onLine) void navigator.storage?.persist?.().catch(() => false)
    items.value = [...items.value, itemOf({ ...item, secret })]
    tellOthers()
    return true
  } finally {
    adding.delete(devEui)
  }
}

/** Keeps what the person has chosen for a code. */
export async function choose(id: string, choice: Partial<Waiting>): Promise<void> {
  const item = items.value.find((one) => one.id === id)
  if (item?.secret === undefined) return
  const { secret, stage: _, problem: __, ...waiting } = item
  const chosen = { ...waiting, ...choice }
  items.value = items.value.map((one) => (one.id === id ? itemOf({ ...chosen, secret }) : one))
  await vault?.put(chosen, secret)
  tellOthers()
}

export function setProblem(id: string | undefined, problem: Problem | undefined): void {
  items.value = items.value.map((item) => {
    const { problem: _, ...rest } = item
    return item.id !== id ? item : problem === undefined ? rest : { ...rest, problem }
  })
}

export async function removeItem(id: string): Promise<void> {
  items.value = items.value.filter((item) => item.id !== id)
  await vault?.remove(id)
  tellOthers()
}

/** Of a person who signs out, nothing stays here. */
export async function clearQueue(): Promise<void> {
  items.value = []
  localStorage.removeItem(OWNER)
  await vault?.clear()
  tellOthers()
}
