export function jsx(type, props) {
  return { type, props }
}

/** With several children. */
export function jsxs(type, props) {
  return jsx(type, props)
}
