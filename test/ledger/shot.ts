/** How a label is held and photographed. Angles in degrees, brightness from 0 to 255. */
export interface Shot {
  /** Pixels a module in the middle of the symbol. */
  readonly module: number
  readonly turn: number
  /** Of the label against the picture, about an axis at `axis` degrees. */
  readonly tilt: number
  readonly axis: number
  /** Deviation of the blur, in modules. */
  readonly blur: number
  /** How far the label moved while the shutter was open, in modules. */
  readonly motion: number
  readonly paper: number
  readonly ink: number
  /** What part of the light reaches the sensor. */
  readonly light: number
  /** Deviation of the noise. */
  readonly noise: number
  /** Brightness that a lamp's reflection adds at its middle. */
  readonly glare: number
  /** Part of the symbol with its quiet zone that a spot covers. The finder patterns are spared. */
  readonly damage: number
  /** Of JPEG; 0 leaves the picture as it is. */
  readonly quality: number
}
