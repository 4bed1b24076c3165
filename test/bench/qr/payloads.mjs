// Unique texts like those that labels carry, the same in every run.

const HEX = '0123456789ABCDEF'
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** Small generator of pseudo-random integers below `limit` (mulberry32). */
function generator(seed) {
  let state = seed
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) % limit
  }
}

function drawer(seed) {
  const random = generator(seed)
  return (alphabet, length) => Array.from({ length }, () => alphabet[random(alphabet.length)]).join('')
}

const SHAPES = {
  'TR005, 102 characters': (draw) =>
    `LW:D0:${draw(HEX, 16)}:${draw(HEX, 16)}:${draw(HEX, 8)}:O${draw(HEX, 32)}:S${draw(BASE32, 12)}:C${draw(HEX, 4)}`,
  'base64 token, 82 characters': (draw) =>
    `LW:D0:${draw(HEX, 16)}:${draw(HEX, 16)}:${draw(HEX, 8)}:O${draw(BASE64, 26)}:C${draw(HEX, 4)}`,
  'mixed case, 88 characters': (draw) =>
    `LW:D0:${draw(HEX, 16).toLowerCase()}:${draw(HEX, 16)}:${draw(HEX, 8)}:O${draw(BASE64, 16)}:Ssensor-${draw('0123456789', 6)}:C${draw(HEX, 4)}`,
}

export const shapes = Object.keys(SHAPES)

export function payloads(shape, count) {
  const draw = drawer(shape.length)
  return Array.from({ length: count }, () => SHAPES[shape](draw))
}
