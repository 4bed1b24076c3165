import { clearQueue, items } from '../state/queue.ts'
import { endsAt } from '../state/api.ts'
import { stopListening } from '../state/devices.ts'
import { logOut, session } from '../state/session.ts'
import { hasSound, setSound } from '../state/sound.ts'
import { Facts } from '../parts/facts.tsx'
import { Field } from '../parts/field.tsx'
import { Frame } from '../parts/frame.tsx'
import { Key } from '../parts/key.tsx'
import { type Language, language, LANGUAGES, moment, speak, words } from '../words/words.ts'

export function Account() {
  const { account, review } = words.value
  const known = session.value
  const waiting = items.value.length

  async function leave(): Promise<void> {
    if (waiting > 0 && !window.confirm(account.logoutAsk(waiting))) return
    stopListening()
    await clearQueue()
    await logOut()
  }

  return (
    <Frame>
      <h1 tabIndex={-1}>{account.title}</h1>
      <div class="two">
        <section class="panel">
          <Facts
            rows={{
              [account.who]: known?.clientId ?? '–',
              [account.subscription]: known?.kmSubscription ?? '–',
              [account.ends]: endsAt.value === undefined ? '–' : moment(endsAt.value),
            }}
          />
          <h2>{account.plans}</h2>
          <ul class="plain-list">
            {known?.connectivityPlans.map(({ id, name, isDefault, freeSlots }) => (
              <li key={id}>
                {name}
                {isDefault && <small> · {account.standard}</small>}
                {freeSlots !== undefined && <small> · {review.places(freeSlots)}</small>}
              </li>
            ))}
          </ul>
        </section>
        <section class="panel">
          <Field label={account.language}>
            <select value={language.value} onChange={(event) => speak(event.currentTarget.value as Language)}>
              {(Object.keys(LANGUAGES) as Language[]).map((one) => (
                <option value={one} key={one} lang={one}>
                  {LANGUAGES[one]}
                </option>
              ))}
            </select>
          </Field>
          <label class="choice">
            <input
              type="checkbox"
              checked={hasSound.value}
              onChange={(event) => setSound(event.currentTarget.checked)}
            />
            <span>{account.sound}</span>
          </label>
          <h2>{account.waiting}</h2>
          <p class="fine">{waiting === 0 ? account.waitingNone : account.waitingText(waiting)}</p>
          <p class="fine">{account.install}</p>
        </section>
      </div>
      <Key class="quiet" onClick={() => void leave()} text={account.logout} />
    </Frame>
  )
}
