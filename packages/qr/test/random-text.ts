const NUMERIC = '0123456789'
const ALPHANUMERIC = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:'
const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/='
const ALPHABETS = [NUMERIC, '0123456789ABCDEF', ALPHANUMERIC, BASE64, 'ab', ' ', '0', 'éß€東😀']

export type Random = (limit: number) => number

/** Integers from 0 to below `limit`, the same for the same seed (mulberry32). */
export function seededRandom(seed: number): Random {
  let state = seed
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) % limit
  }
}

/** Text of up to `length` characters, in runs of one kind, so that modes change. */
export function randomText(random: Random, length: number): string {
  const characters: string[] = []
  const wanted = random(length + 1)
  while (characters.length < wanted) {
    const alphabet = Array.from(ALPHABETS[random(ALPHABETS.length)]!)
    const run = 1 + random(random(2) === 0 ? 20 : length)
    for (let i = 0; i < run && characters.length < wanted; i++)
      characters.push(alphabet[random(alphabet.length)]!)
  }
  return characters.join('')
}
