import type sharp from 'sharp'

export type Sharp = typeof sharp

/**
 * An optional peer: who prints no pictures need not install it.
 *
 * @returns `undefined` when it is not installed, or has no binary for this machine
 */
export async function loadSharp(): Promise<Sharp | undefined> {
  try {
    return (await import('sharp')).default
  } catch {
    return undefined
  }
}
