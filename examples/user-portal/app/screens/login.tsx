import { useState } from 'preact/hooks'
import { say } from '../state/announce.ts'
import { isEnded } from '../state/api.ts'
import { logIn, portal, session } from '../state/session.ts'
import { Field } from '../parts/field.tsx'
import { Frame } from '../parts/frame.tsx'
import { reasonOf } from '../parts/reason.ts'
import { words } from '../words/words.ts'

/** One form for all servers; asked again over the page when the session has ended. */
export function Login() {
  const { login } = words.value
  const [isBusy, setBusy] = useState(false)
  const [failure, setFailure] = useState<string>()

  async function submit(event: SubmitEvent): Promise<void> {
    event.preventDefault()
    if (isBusy) return
    const form = event.currentTarget as HTMLFormElement
    const given = Object.fromEntries(new FormData(form))
    if (Object.values(given).includes('')) {
      fail(login.missing)
      form.querySelector<HTMLInputElement>('input:placeholder-shown')?.focus()
      return
    }
    setBusy(true)
    const answer = await logIn(given)
    setBusy(false)
    if (!answer.ok) fail(reasonOf({ ...answer.problem, step: stepOf(answer.problem.step) }))
  }

  function fail(sentence: string): void {
    setFailure(sentence)
    say(sentence, true)
  }

  return (
    <form class="contents" onSubmit={(event) => void submit(event)} noValidate>
      <Frame
        hasTabs={false}
        actions={
          <button type="submit" class="main" aria-disabled={isBusy}>
            {isBusy ? login.busy : login.submit}
          </button>
        }
      >
        <div class="login">
          <h1 tabIndex={-1}>{login.title}</h1>
          <p class="lead">{isEnded.value ? login.ended : login.lead}</p>
          {failure !== undefined && <p class="note is-fail">{failure}</p>}
          {portal.value?.asks.map(({ title, fields }) => (
            <fieldset class="panel" key={title}>
              <legend>{title}</legend>
              {fields.map((name) => (
                <Asked name={name} key={name} />
              ))}
            </fieldset>
          ))}
          <p class="fine">{login.secrets}</p>
        </div>
      </Frame>
    </form>
  )
}

/** A login fails at a server, too, though none of a device's steps is under way. */
function stepOf(step: string | undefined): string {
  return step === 'as-transport-key' ? 'join-server' : step === undefined ? '' : 'network-server'
}

/** How browsers fill a field in; a token is nobody's password. */
const AUTO = {
  clientId: 'username',
  clientSecret: 'current-password',
  kmSubscription: 'on',
  busitToken: 'off',
  token: 'off',
} as const

function Asked({ name }: { readonly name: keyof typeof AUTO }) {
  const isOpen = name === 'clientId' || name === 'kmSubscription'
  return (
    <Field
      label={words.value.login[name]}
      name={name}
      autocomplete={AUTO[name]}
      spellcheck={false}
      placeholder=" "
      {...(isOpen
        ? { autocapitalize: 'off', defaultValue: session.value?.[name] ?? '' }
        : { type: 'password' })}
    />
  )
}
