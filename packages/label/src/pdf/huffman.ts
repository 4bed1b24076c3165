// Made by tools/train-pdf.mjs.

/** Bits of the code of each byte, of the end and of each length, in base 36. */
export const LITERALS =
  'dddddddddd8ddddddddddddddddddddd4ddddddd55ddd6595334555556ddddddda8d98ddda9dddbddadb6adbddd999dddadaca8dcbddd899bab9cdbdddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddb54d3ddddddddddddddddddddddddd'

/** Bits of the code of each distance. */
export const DISTANCES = '888888218888888888838888877777'

/** Bits of the codes in which the lengths above are written. */
export const CODE_LENGTHS = '7775545744445277277'
