import { useState } from 'preact/hooks'
import { isLoaded, type Tag, tags } from '../state/devices.ts'
import { go, isWide } from '../state/route.ts'
import { Field } from '../parts/field.tsx'
import { Frame } from '../parts/frame.tsx'
import { Key } from '../parts/key.tsx'
import { csvOf, saveFile } from '../parts/csv.ts'
import { reasonOf } from '../parts/reason.ts'
import { Eui, Pill } from '../parts/tag.tsx'
import { moment, words } from '../words/words.ts'
import { Actions, DeviceBody } from './device.tsx'

const GROUPS: Readonly<Record<'all' | 'live' | 'busy' | 'stopped', (tag: Tag) => boolean>> = {
  all: () => true,
  live: ({ status }) => status === 'live',
  busy: ({ status }) => status !== 'live' && status !== 'stopped',
  stopped: ({ status }) => status === 'stopped',
}

type Group = keyof typeof GROUPS

/** All devices of the account, and those that wait here. */
export function History() {
  const { devices, groups } = words.value
  const [group, setGroup] = useState<Group>('all')
  const [wanted, setWanted] = useState('')
  const [shown, setShown] = useState<string>()
  const all = tags.value
  const text = wanted.replace(/\s/g, '').toLowerCase()
  const found = all.filter(
    (tag) =>
      GROUPS[group](tag) &&
      `${tag.devEui} ${tag.name ?? ''} ${tag.serialNumber ?? ''}`
        .replace(/\s/g, '')
        .toLowerCase()
        .includes(text),
  )
  const count = (one: Group): number => all.filter(GROUPS[one]).length
  const beside = isWide.value ? (found.find(({ devEui }) => devEui === shown) ?? found[0]) : undefined

  function open(devEui: string): void {
    if (isWide.value) setShown(devEui)
    else go({ screen: 'device', devEui })
  }

  if (all.length === 0)
    return (
      <Frame>
        <div class="empty">
          <span class="tag ghost" aria-hidden="true">
            <span class="hole" />
          </span>
          <h1 tabIndex={-1}>{isLoaded.value ? devices.empty : devices.title}</h1>
          <Key class="main" to={{ screen: 'scan' }} text={devices.scan} />
        </div>
      </Frame>
    )

  return (
    <Frame>
      <h1 tabIndex={-1}>{devices.title}</h1>
      <p class="lead">{devices.sums(count('live'), count('busy'), count('stopped'))}</p>
      <div class="tools">
        <Field
          label={devices.filter}
          type="search"
          value={wanted}
          onInput={(event) => setWanted(event.currentTarget.value)}
        />
        <Field label={devices.show}>
          <select value={group} onChange={(event) => setGroup(event.currentTarget.value as Group)}>
            {(Object.keys(GROUPS) as Group[]).map((one) => (
              <option value={one} key={one}>
                {groups[one]} ({count(one)})
              </option>
            ))}
          </select>
        </Field>
        <Key
          icon="save"
          class="quiet"
          onClick={() => saveFile('devices.csv', csvOf(found))}
          text={devices.csv}
        />
      </div>
      <div class="two">
        {found.length === 0 ? (
          <p class="fine">{devices.noMatch}</p>
        ) : (
          <ul class="list">
            {found.map((tag) => (
              <li key={tag.devEui}>
                <Key
                  class="entry"
                  aria-current={beside?.devEui === tag.devEui ? 'true' : undefined}
                  onClick={() => open(tag.devEui)}
                >
                  <span class="who">
                    <strong>{tag.name ?? <Eui value={tag.devEui} />}</strong>
                    <small>
                      {tag.problem !== undefined && tag.status === 'stopped'
                        ? reasonOf(tag.problem)
                        : tag.name !== undefined && tag.devEui}
                    </small>
                  </span>
                  <span class="when">
                    <Pill status={tag.status} />
                    {tag.at > 0 && <small>{moment(tag.at)}</small>}
                  </span>
                </Key>
              </li>
            ))}
          </ul>
        )}
        {isWide.value && (
          <aside>
            {beside === undefined ? (
              <p class="fine">{devices.choose}</p>
            ) : (
              <>
                <DeviceBody tag={beside} level="h2" />
                <div class="actions">
                  <Actions tag={beside} />
                </div>
              </>
            )}
          </aside>
        )}
      </div>
    </Frame>
  )
}
