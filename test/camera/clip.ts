import type { GreyImage } from '@claimtag/decoder/scan'
import { closeSync, openSync, writeSync } from 'node:fs'

/** Writes frames as a y4m file, which Chromium's fake camera shows over and over: planes of 4:2:0, colours neutral. */
export function writeClip(path: string, frames: readonly GreyImage[], framesPerSecond = 20): void {
  const [{ width, height } = { width: 0, height: 0 }] = frames
  const file = openSync(path, 'w')
  const colours = Buffer.alloc((width * height) / 2, 128)
  writeSync(file, `YUV4MPEG2 W${width} H${height} F${framesPerSecond}:1 Ip A1:1 C420\n`)
  for (const { grey } of frames) {
    writeSync(file, 'FRAME\n')
    writeSync(file, grey)
    writeSync(file, colours)
  }
  closeSync(file)
}
