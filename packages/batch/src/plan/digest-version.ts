/**
 * How the digests of a job's labels are made. 1: HMACs of bytes only, in jobs of the first version. 2: they also cover
 * the words of the manifest's line. 3: short keyed digests of the same.
 */
export type DigestVersion = 1 | 2 | 3

/** Of new jobs; those that exist are continued with their own. */
export const DIGESTS = 3
