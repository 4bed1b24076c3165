/** What is known of something, under its names; what is not known is left out. */
export function Facts({ rows }: { readonly rows: Readonly<Record<string, string | undefined>> }) {
  return (
    <dl>
      {Object.entries(rows).map(
        ([label, value]) =>
          value !== undefined && (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ),
      )}
    </dl>
  )
}
