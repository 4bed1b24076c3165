// Made by tools/train-png.mjs.

/** Bits of the code of each byte, of the end and of each length, in base 36. */
export const LITERALS =
  '36c5cdb5cdddad85ccdddddd9ddd8d85dddcdddcddddddddaadadddd8add7d85dddddddcddddcddcddddddddddddddddbbdaddaadddddddc99cadddd9add8d8668d8ddb8cdddad98ddccddddcbddada9dddddddddddddddddddddddddddddddc58d6cda7ddcd9d98dddddddddddcdddd58c7cda8dddddddc58d8ddcc58dc5d53b56677788788977887898789a8a9a6'

/** Bits of the codes in which those lengths are written. */
export const CODE_LENGTHS = '7606045434453200376'
