/** An EUI in its place counts for more than where the reading ended, and that for more than a long prefix. */
export const OF_AN_EUI = 9

// Of several faults the first in this order is told; of two of one kind, the one that was found first.
export const FRAME = 0
export const CHANGED = 1
/** The code is sound, and its own format is a better judge of it. */
export const ALIEN = 2
export const LOST = 3
export const REFUSED = 4
export const UNSEALED = 5
export const MISSING = 6

/** How far a reading with such a fault came. */
export const STAGES = [1, 2, 0, 3, 4, 4, 4]
