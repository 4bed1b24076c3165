/** 12345 as people read it: 12,345. */
export function count(number: number): string {
  return number.toLocaleString('en-US')
}

/** 1 label, 12,345 labels. */
export function counted(number: number, noun: string): string {
  return `${count(number)} ${agreeing(number, noun, `${noun}s`)}`
}

/** The word that goes with a number: `agreeing(refused, 'is', 'are')`. */
export function agreeing(number: number, one: string, many: string): string {
  return number === 1 ? one : many
}
