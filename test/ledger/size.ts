/** Of every photograph, in pixels. */
export const [WIDTH, HEIGHT] = [640, 480] as const
