import { useEffect, useState } from 'preact/hooks'
import { say } from '../state/announce.ts'
import { now } from '../state/clock.ts'
import { type Answer, isLoaded, release, retry, type Tag, tags } from '../state/devices.ts'
import { removeItem } from '../state/queue.ts'
import { go } from '../state/route.ts'
import { session } from '../state/session.ts'
import { Frame } from '../parts/frame.tsx'
import { Icon } from '../parts/icons.tsx'
import { Key } from '../parts/key.tsx'
import { noteOf, reasonOf, serverOf } from '../parts/reason.ts'
import { STEPS, Steps, titleOf } from '../parts/steps.tsx'
import { TagCard } from '../parts/tag.tsx'
import { seconds, words } from '../words/words.ts'

/** A device on its way, where it stopped, or live: one screen, since it is one device. */
export function Device({ devEui }: { readonly devEui: string }) {
  const { device, nav } = words.value
  const tag = tags.value.find((one) => one.devEui === devEui)
  useSpoken(tag)
  if (tag === undefined)
    return (
      <Frame>
        <h1 tabIndex={-1}>{isLoaded.value ? device.unknown : device.running}</h1>
        <Key class="quiet" to={{ screen: 'devices' }} text={nav.devices} />
      </Frame>
    )
  return (
    <Frame hasTabs={false} actions={<Actions tag={tag} />}>
      <DeviceBody tag={tag} level="h1" />
    </Frame>
  )
}

/** The tag with its reason, and the steps; on a wide screen it stands beside the list. */
export function DeviceBody({ tag, level: Heading }: { readonly tag: Tag; readonly level: 'h1' | 'h2' }) {
  const { device } = words.value
  const note = noteOf(tag, now.value)
  const isLive = tag.status === 'live'
  return (
    <div class="stack device">
      <Heading tabIndex={-1} class={isLive ? 'is-live' : ''}>
        {isLive && <Icon name="check" class="mark" />}
        {headingOf(tag)}
      </Heading>
      {isLive && <p class="lead">{device.switchOn}</p>}
      <TagCard tag={tag} />
      {note !== undefined && <p class={`note is-${tag.status === 'stopped' ? 'fail' : 'warn'}`}>{note}</p>}
      <Steps tag={tag} />
      {tag.status === 'running' && <p class="fine">{device.next}</p>}
      <Kinds tag={tag} />
      <Release tag={tag} />
    </div>
  )
}

function headingOf({ status, device: view }: Tag): string {
  const { device } = words.value
  if (status === 'scanned') return words.value.review.one
  if (status !== 'live') return device[status]
  const took = STEPS.map((step) => view?.took[step])
  const total = took.reduce<number>((sum, one) => sum + (one ?? 0), 0)
  return took.includes(undefined) ? device.liveEver : device.live(seconds(total))
}

/** What a person can do now. */
export function Actions({ tag }: { readonly tag: Tag }) {
  const { device, review } = words.value
  const { status, item, problem } = tag
  const [isBusy, setBusy] = useState(false)
  const needsCode =
    problem?.code === 'owner-token-missing' || (problem?.code === 'claim-refused' && item === undefined)

  const isThere = problem?.code === 'conflict' && (problem.step ?? '').startsWith('network-server')

  async function again(answer?: Answer): Promise<void> {
    if (isBusy) return
    setBusy(true)
    const failure = await retry(tag, answer)
    setBusy(false)
    if (failure !== undefined) say(reasonOf(failure), true)
  }

  function remove(): void {
    if (item !== undefined) void removeItem(item.id)
    go({ screen: 'devices' }, true)
  }

  if (status === 'stopped' || status === 'waiting')
    return (
      <>
        {item !== undefined && tag.device === undefined ? (
          <Key class="quiet" onClick={remove} text={device.remove} />
        ) : (
          <Key class="quiet" to={{ screen: 'devices' }} text={device.later} />
        )}
        {needsCode ? (
          <Key class="main" to={{ screen: 'scan' }} text={device.scanAgain} />
        ) : (
          <Key
            class="main"
            aria-disabled={isBusy}
            onClick={() => void again(isThere ? { adopt: true } : {})}
            text={isThere ? device.adopt : device.retry}
          />
        )}
      </>
    )
  const isDraft = status === 'scanned'
  return (
    <>
      <Key class="quiet" to={{ screen: 'devices' }} text={words.value.nav.devices} />
      <Key
        class={status === 'running' ? 'quiet strong' : 'main'}
        to={{ screen: isDraft ? 'review' : 'scan' }}
        text={isDraft ? review.where(1) : device.scanNext}
      />
    </>
  )
}

/** Several kinds of device fit a code: the person says which. */
function Kinds({ tag }: { readonly tag: Tag }) {
  const kinds = tag.problem?.candidates ?? []
  return (
    <>
      {kinds.map((id) => (
        <Key
          class="quiet"
          key={id}
          onClick={() => void retry(tag, { deviceProfileId: id })}
          text={session.value?.deviceProfiles[id]?.name ?? id}
        />
      ))}
    </>
  )
}

/** A device that was claimed can be given up. */
function Release({ tag: { device: view, status } }: { readonly tag: Tag }) {
  const { device } = words.value
  if (view === undefined || status === 'running' || view.step === 'claim') return null
  const { devEui } = view

  async function giveUp(own: NonNullable<Tag['device']>): Promise<void> {
    if (!window.confirm(`${devEui}: ${device.releaseAsk(serverOf('application-server'))}`)) return
    const result = await release(own)
    const isGone = result === true
    say(isGone ? device.released : result === false ? device.stays : reasonOf(result), !isGone)
    if (isGone) go({ screen: 'devices' }, true)
  }

  return <Key class="plain release" onClick={() => void giveUp(view)} text={device.release} />
}

/** Screen readers hear each step as it is reached, and a stop at once. */
function useSpoken(tag: Tag | undefined): void {
  const sentence =
    tag === undefined || tag.status === 'scanned'
      ? ''
      : tag.problem !== undefined && (tag.status === 'stopped' || tag.status === 'waiting')
        ? reasonOf(tag.problem)
        : tag.status === 'running' && tag.device !== undefined && tag.device.step !== 'done'
          ? `${titleOf(tag.device.step)}: ${words.value.steps.running}`
          : words.value.status[tag.status]
  const isFailure = tag?.status === 'stopped'
  useEffect(() => {
    if (sentence !== '') say(sentence, isFailure)
  }, [sentence])
}
