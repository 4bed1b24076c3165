import { type AnyFace, type Atlas, createAtlas, type Turn } from './atlas.ts'

/** The atlases of one job, each made on first use. */
export type Atlases = (face: AnyFace, capDots: number, turn: Turn) => Atlas

export function createAtlases(): Atlases {
  const made = new Map<string, Atlas>()
  return (face, capDots, turn) => {
    const key = `${typeof face === 'string' ? face : face.name} ${capDots} ${turn}`
    let atlas = made.get(key)
    if (atlas === undefined) made.set(key, (atlas = createAtlas(face, capDots, turn)))
    return atlas
  }
}
