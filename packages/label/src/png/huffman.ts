// Made by tools/train-png.mjs.

/** Bits of the code of each byte, of the end and of each length, in base 36. */
export const LITERAL_LENGTHS =
  '47c5bda6ddddadc5bddddddd9add9d96ddddcdbdddddddddb9badddd99dd6d94ddddddd9dbdddddbddddddddddddddddddd9ddddddddddddacdaddcd89dd9d9668d8ddb7dddd9da6bdbcddbdb8dd9d98ddddddddddddddcdddddddddddddcddd49d5bd97dcddadb8dddddddddddccddc68d8bd97dddddddd58d7dddd68dd4d63b5667778878997678699969d98dba6'

/** Bits of the codes in which those lengths are written. */
export const CODE_LENGTH_LENGTHS = '7607654443534200377'
