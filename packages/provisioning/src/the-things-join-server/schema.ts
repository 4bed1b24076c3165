import * as z from 'zod'

export interface ClaimData {
  readonly homeNetId: string
  readonly homeNsId: string | undefined
}

/** Reads whose claim it is. */
export function claimData(body: unknown): ClaimData | undefined {
  const read = z.object({ homeNetID: z.string(), homeNSID: z.string().nullish() }).safeParse(body)
  if (!read.success) return undefined
  return { homeNetId: read.data.homeNetID.toUpperCase(), homeNsId: read.data.homeNSID?.toUpperCase() }
}
