import { useState } from 'preact/hooks'
import { isOnline } from '../state/api.ts'
import { drafts, send, type Tag } from '../state/devices.ts'
import { choose } from '../state/queue.ts'
import { go } from '../state/route.ts'
import { session } from '../state/session.ts'
import { Facts } from '../parts/facts.tsx'
import { Field } from '../parts/field.tsx'
import { Frame } from '../parts/frame.tsx'
import { Key } from '../parts/key.tsx'
import { RemoveKey, TagCard } from '../parts/tag.tsx'
import { words } from '../words/words.ts'

const LAST = 'claimtag-routing'

/** The one question: where should its data go? For several devices, one answer does for all. */
export function Review() {
  const { review, nav } = words.value
  const known = session.value
  const choices = known?.routingProfiles ?? []
  const last = localStorage.getItem(LAST)
  const first = choices.find(({ id }) => id === last) ?? choices.find((one) => one.isDefault) ?? choices[0]
  const [chosen, setChosen] = useState(first?.id)
  const [name, setName] = useState('')
  const [isSent, setSent] = useState(false)
  const all = drafts.value
  const sound = all.filter((tag) => faultOf(tag) === undefined)
  const [only] = all.length === 1 ? all : []

  async function submit(event: SubmitEvent): Promise<void> {
    event.preventDefault()
    if (chosen === undefined || sound.length === 0 || isSent) return
    setSent(true)
    localStorage.setItem(LAST, chosen)
    for (const { item } of sound)
      if (item !== undefined)
        await choose(item.id, {
          routingProfileId: chosen,
          ...(only === undefined || name === '' ? {} : { name }),
        })
    void send()
    const [tag] = sound
    if (sound.length === 1 && tag !== undefined) go({ screen: 'device', devEui: tag.devEui }, true)
    else go({ screen: 'devices' }, true)
  }

  if (all.length === 0 && !isSent)
    return (
      <Frame>
        <h1 tabIndex={-1}>{review.nothing}</h1>
        <Key class="main" to={{ screen: 'scan' }} text={nav.scan} />
      </Frame>
    )

  const plan = known?.connectivityPlans.find(({ id, isDefault }) =>
    known.connectivityPlanId === undefined ? isDefault : id === known.connectivityPlanId,
  )
  return (
    <form class="contents" onSubmit={(event) => void submit(event)}>
      <Frame
        hasTabs={false}
        actions={
          <>
            <Key class="quiet" to={{ screen: 'scan' }} text={words.value.back} />
            <button type="submit" class="main" aria-disabled={sound.length === 0 || isSent}>
              {review.submit(sound.length)}
            </button>
          </>
        }
      >
        <h1 tabIndex={-1}>{only === undefined ? review.many(all.length) : review.one}</h1>
        <div class="two">
          <section aria-label={nav.devices} class="stack">
            {all.map((tag) => (
              <Draft tag={tag} key={tag.devEui} isOnly={only !== undefined} />
            ))}
          </section>
          <section class="stack">
            <fieldset class="choices">
              <legend>{review.where(all.length)}</legend>
              {choices.map(({ id, name: title }) => (
                <label class="choice" key={id}>
                  <input
                    type="radio"
                    name="routing"
                    value={id}
                    checked={id === chosen}
                    onChange={() => setChosen(id)}
                  />
                  <span>{title}</span>
                </label>
              ))}
            </fieldset>
            {plan !== undefined && (
              <p class="fine">
                {review.plan}: <strong>{plan.name}</strong>
                {plan.freeSlots !== undefined && ` · ${review.places(plan.freeSlots)}`}
              </p>
            )}
            {only !== undefined && (
              <Field
                label={review.name}
                value={name}
                maxLength={100}
                onInput={(event) => setName(event.currentTarget.value)}
                autocomplete="off"
              />
            )}
            {!isOnline.value && <p class="note is-warn">{review.offline}</p>}
          </section>
        </div>
      </Frame>
    </form>
  )
}

function Draft({ tag, isOnly }: { readonly tag: Tag; readonly isOnly: boolean }) {
  const { review } = words.value
  const { serialNumber, joinEui } = tag
  const profile = joinEui === undefined ? undefined : session.value?.deviceProfileByJoinEui[joinEui]
  const fault = faultOf(tag)
  const rows = {
    [review.serial]: serialNumber,
    [review.appEui]: joinEui,
    [review.profile]: profile && (session.value?.deviceProfiles[profile]?.name ?? profile),
    [review.token]: review.hidden,
  }
  return (
    <TagCard tag={tag} beside={<RemoveKey tag={tag} />}>
      {(isOnly || fault !== undefined) && <Facts rows={rows} />}
      {fault !== undefined && <p class="note is-warn">{fault}</p>}
    </TagCard>
  )
}

/** What would stop the device before it is claimed. */
function faultOf({ joinEui }: Tag): string | undefined {
  const { review } = words.value
  if (joinEui === undefined) return review.noJoinEui
  const { deviceProfileByJoinEui = {}, isMapClosed = false } = session.value ?? {}
  return isMapClosed && !Object.hasOwn(deviceProfileByJoinEui, joinEui) ? review.unmapped : undefined
}
