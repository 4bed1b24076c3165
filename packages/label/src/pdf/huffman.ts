// Made by tools/train-pdf.mjs.

/** Bits of the code of each byte, of the end and of each length, in base 36. */
export const LITERALS =
  'dddddddddd7ddddddddddddddddddddd4ddddddd77ddd87a5445666666dddddddaada9dddbbdddbddadb8bdbdddbabdddbdac79ddcddd9a9ba89ddbdddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddbd245465549abdcddabcbccddddddb'

/** Bits of the code of each distance. */
export const DISTANCES = 'cbaa864454343445455546567ccccc'

/** Bits of the codes in which those lengths are written. */
export const CODE_LENGTHS = '7777445555444277277'
