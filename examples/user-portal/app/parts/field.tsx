import type { ComponentProps } from 'preact'

/** What is asked for under its name: an input with these properties, or what is inside. */
export function Field({ label, children, ...input }: ComponentProps<'input'> & { readonly label: string }) {
  return (
    <label class="field">
      <span>{label}</span>
      {children ?? <input {...input} />}
    </label>
  )
}
