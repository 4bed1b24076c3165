import { beside } from './beside.ts'

/** 50 × 25 mm: symbol on the left, identities and serial number beside it. */
export const device50x25 = beside({
  width: 50,
  height: 25,
  cornerRadius: 2,
  qr: 23,
  inset: 1,
  size: 1.6,
  gap: 1.4,
})

/** 40 × 20 mm. */
export const device40x20 = beside({
  width: 40,
  height: 20,
  cornerRadius: 1.5,
  qr: 20,
  inset: 0,
  size: 1.3,
  gap: 0.9,
})

/** 45 × 30 mm. */
export const device45x30 = beside({
  width: 45,
  height: 30,
  cornerRadius: 2,
  qr: 22.6,
  inset: 0.2,
  size: 1.5,
  gap: 2.2,
})

/** 62 × 29 mm: die-cut Brother DK-11209, whose print head reaches to 1.5 mm from the edges. */
export const device62x29 = beside({
  width: 62,
  height: 29,
  cornerRadius: 2.5,
  margin: 1.5,
  qr: 26,
  inset: 1.5,
  size: 2,
  gap: 1.5,
})

/** 100 × 50 mm. */
export const device100x50 = beside({
  width: 100,
  height: 50,
  cornerRadius: 3,
  margin: 2,
  qr: 46,
  inset: 2,
  size: 3.3,
  gap: 3.2,
})
