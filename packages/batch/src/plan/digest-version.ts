/** 1: digests of bytes alone, as jobs before the second had them. 2: they cover what the manifest's line says, too. */
export type DigestVersion = 1 | 2
