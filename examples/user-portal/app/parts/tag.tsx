import type { ComponentChildren } from 'preact'
import type { Tag as Device } from '../state/devices.ts'
import { removeItem } from '../state/queue.ts'
import { session } from '../state/session.ts'
import { words } from '../words/words.ts'
import { Icon, type IconName } from './icons.tsx'
import { Key } from './key.tsx'

const ICONS = {
  scanned: 'tag',
  queued: 'clock',
  running: 'ring',
  waiting: 'clock',
  stopped: 'stop',
  live: 'check',
} satisfies Record<Device['status'], IconName>

/** State as shape and word; the colour only repeats it. */
export function Pill({ status }: { readonly status: Device['status'] }) {
  return (
    <span class={`pill is-${status}`}>
      <Icon name={ICONS[status]} />
      {words.value.status[status]}
    </span>
  )
}

/** Sixteen digits in groups of four; the last group is the one that people compare. */
export function Eui({ value }: { readonly value: string }) {
  const groups = value.match(/.{1,4}/g) ?? []
  return (
    <span class="eui">
      {groups.map((group, index) =>
        index === groups.length - 1 ? <mark>{group}</mark> : <span>{group}</span>,
      )}
    </span>
  )
}

/** The device as it lies in the hand: the one object of this app, from the scan to the history. */
export function TagCard(props: {
  readonly tag: Device
  readonly beside?: ComponentChildren
  readonly children?: ComponentChildren
}) {
  const { tag, beside, children } = props
  const { devEui, name, serialNumber, joinEui = '', status } = tag
  const { deviceProfileByJoinEui, deviceProfiles } = session.value ?? {}
  const kind = deviceProfiles?.[deviceProfileByJoinEui?.[joinEui] ?? '']?.name
  return (
    <article class={`tag is-${status}`} aria-label={`${name ?? ''} ${devEui}`.trim()}>
      <header>
        <span class="hole" />
        <strong>{name ?? serialNumber ?? kind ?? words.value.devices.columns[0]}</strong>
        <Pill status={status} />
        {beside}
      </header>
      <p class="number">
        <Eui value={devEui} />
      </p>
      {children}
    </article>
  )
}

/** A tag in the tray. */
export function SmallTag({ tag, beside }: { readonly tag: Device; readonly beside?: ComponentChildren }) {
  return (
    <span class={`tag small is-${tag.status}`}>
      <span class="hole" />
      <span class="eui">
        …<mark>{tag.devEui.slice(-4)}</mark>
      </span>
      {beside}
    </span>
  )
}

/** Takes a scanned device out again. */
export function RemoveKey({ tag: { item, devEui } }: { readonly tag: Device }) {
  return (
    <Key
      icon="close"
      class="plain remove"
      aria-label={`${words.value.review.remove} ${devEui}`}
      onClick={() => item !== undefined && void removeItem(item.id)}
    />
  )
}
