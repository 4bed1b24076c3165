import type { Signal } from '@preact/signals'
import type { ComponentProps } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { Field } from './field.tsx'
import { Key } from './key.tsx'
import { words } from '../words/words.ts'

/** Everything works without a camera: the fields of the label, or the text of its code. */
export function TypeDialog(props: {
  readonly take: (text: string) => Promise<boolean>
  readonly textOf: (fields: { devEui: string; appEui: string; ownerToken: string }) => string
  readonly notice: Signal<{ readonly tone: string; readonly text: string } | undefined>
  readonly onClose: () => void
}) {
  const { take, textOf, notice, onClose } = props
  const { type } = words.value
  const dialog = useRef<HTMLDialogElement>(null)
  const [isTried, setTried] = useState(false)

  useEffect(() => dialog.current?.showModal(), [])

  async function submit(event: SubmitEvent): Promise<void> {
    event.preventDefault()
    const given = new FormData(event.currentTarget as HTMLFormElement)
    const field = (name: string): string => (given.get(name) as string | null) ?? ''
    const text = field('text').trim()
    const fields = { devEui: field('devEui'), appEui: field('appEui'), ownerToken: field('ownerToken') }
    setTried(true)
    // The dialog itself gives the focus back to the key that opened it.
    if (await take(text === '' ? textOf(fields) : text)) dialog.current?.close()
  }

  return (
    <dialog ref={dialog} onClose={onClose} aria-labelledby="type-title">
      <form onSubmit={(event) => void submit(event)} autocomplete="off" noValidate>
        <h2 id="type-title">{type.title}</h2>
        <p class="fine">{type.lead}</p>
        {isTried && notice.value?.tone === 'bad' && <p class="note is-fail">{notice.value.text}</p>}
        {(['devEui', 'appEui'] as const).map((name) => (
          <Typed called={name} key={name} maxLength={40} autocapitalize="characters" onInput={group} />
        ))}
        <Typed called="ownerToken" maxLength={128} autocapitalize="off" />
        <Typed called="text" maxLength={512} autocapitalize="off" />
        <div class="row">
          <Key class="quiet" onClick={() => dialog.current?.close()} text={type.close} />
          <button type="submit" class="main">
            {type.add}
          </button>
        </div>
      </form>
    </dialog>
  )
}

function Typed(props: ComponentProps<'input'> & { readonly called: keyof typeof words.value.type }) {
  const { called, ...rest } = props
  return <Field label={words.value.type[called]} name={called} class="eui" spellcheck={false} {...rest} />
}

/** An EUI in groups of four, as on the label. */
function group(event: Event): void {
  const input = event.currentTarget as HTMLInputElement
  if (input.selectionStart !== input.value.length) return
  const digits = input.value.replace(/[\s:-]/g, '').toUpperCase()
  const grouped = digits.replace(/(.{4})(?=.)/g, '$1 ')
  if (!(event as InputEvent).inputType.startsWith('delete')) input.value = grouped
}
