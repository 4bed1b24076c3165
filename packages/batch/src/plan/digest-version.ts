/** 1: digests of bytes only, in jobs of the first version. 2: they also cover the words of the manifest's line. */
export type DigestVersion = 1 | 2
