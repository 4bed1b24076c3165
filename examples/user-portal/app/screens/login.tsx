import { useState } from 'preact/hooks'
import { say } from '../state/announce.ts'
import { isEnded } from '../state/api.ts'
import { asksBusitToken, logIn, session } from '../state/session.ts'
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

  const known = session.value
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
          <fieldset class="panel">
            <legend>{login.thingpark}</legend>
            <Field name="clientId" label={login.clientId} auto="username" value={known?.clientId} />
            <Field name="clientSecret" label={login.clientSecret} auto="current-password" isSecret />
            <Field name="kmSubscription" label={login.subscription} auto="on" value={known?.kmSubscription} />
          </fieldset>
          {asksBusitToken.value && (
            <fieldset class="panel">
              <legend>{login.busit}</legend>
              <Field name="busitToken" label={login.busitToken} auto="off" isSecret />
            </fieldset>
          )}
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

function Field(props: {
  readonly name: string
  readonly label: string
  readonly auto: 'username' | 'current-password' | 'on' | 'off'
  readonly isSecret?: boolean
  readonly value?: string | undefined
}) {
  const { name, label, auto, isSecret = false, value } = props
  const common = { name, autocomplete: auto, spellcheck: false, placeholder: ' ' } as const
  return (
    <label class="field">
      <span>{label}</span>
      {isSecret ? (
        <input {...common} type="password" />
      ) : (
        <input {...common} type="text" autocapitalize="off" defaultValue={value ?? ''} />
      )}
    </label>
  )
}
