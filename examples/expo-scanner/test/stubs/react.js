// As much of React as one screen needs: state that stays from one rendering to the next.
let slots = []
let at = 0

export function render(Screen) {
  at = 0
  return Screen()
}

export function unmount() {
  slots = []
}

export function useState(initial) {
  const slot = at++
  if (slot === slots.length) slots.push(initial)
  return [slots[slot], (next) => (slots[slot] = typeof next === 'function' ? next(slots[slot]) : next)]
}

export function useMemo(make) {
  const [made] = useState(undefined)
  if (made !== undefined) return made
  slots[at - 1] = make()
  return slots[at - 1]
}
