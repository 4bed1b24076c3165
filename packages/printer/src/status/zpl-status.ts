import type { PauseReason, PrinterStatus, StatusReader } from './status.ts'

const STX = 0x02
const ETX = 0x03
/** The longest string has 44 characters; garbage that begins with STX must not fill the memory. */
const LONGEST = 96

/**
 * Reads the answer to `~HS` (ZPL II Programming Guide, "Host Status Return"): strings between STX and ETX.
 *
 * 1. `aaa,b,c,dddd,eee,f,g,h,iii,j,k,l`: b paper out, c pause, eee formats in the receive buffer, f buffer full, h
 * partial format in progress, l too hot
 * 2. `mmm,n,o,p,q,r,s,t,uuuuuuuu,v,www`: o head up, p ribbon out, t label waiting, u labels remaining in the batch
 *
 * The third string (password, static RAM) says nothing about printing, and some compatible printers omit it.
 */
export function createZplReader(): StatusReader {
  let text: string | undefined
  let first: First | undefined

  return {
    push(bytes) {
      const found: PrinterStatus[] = []
      for (const byte of bytes) {
        if (byte === STX) text = ''
        else if (text === undefined) continue
        else if (byte === ETX) {
          const second = first === undefined ? undefined : parseSecond(text)
          if (first !== undefined && second !== undefined) found.push(judge(first, second))
          // The second string must follow the first directly; otherwise they belong to different answers.
          first = second === undefined ? parseFirst(text) : undefined
          text = undefined
        } else if (byte < 0x20 || byte > 0x7e || text.length === LONGEST) {
          text = undefined
          first = undefined
        } else text += String.fromCharCode(byte)
      }
      return found
    },
  }
}

interface First {
  readonly paperOut: boolean
  readonly paused: boolean
  readonly formats: number
  readonly full: boolean
  readonly partial: boolean
  readonly tooHot: boolean
}

interface Second {
  readonly headUp: boolean
  readonly ribbonOut: boolean
  readonly labelWaiting: boolean
  readonly labels: number
}

const FIRST = /^\d+,([01]),([01]),\d+,(\d+),([01]),[01],([01]),\d+,[01],[01],([01])$/
const SECOND = /^\d+,\w*,([01]),([01]),\w*,\w*,\w*,(\w*),(\d+),\w*,\d+$/

function parseFirst(text: string): First | undefined {
  const match = FIRST.exec(text)
  if (match === null) return undefined
  const [, paperOut, paused, formats, full, partial, tooHot] = match
  return {
    paperOut: paperOut === '1',
    paused: paused === '1',
    formats: Number(formats),
    full: full === '1',
    partial: partial === '1',
    tooHot: tooHot === '1',
  }
}

function parseSecond(text: string): Second | undefined {
  const match = SECOND.exec(text)
  if (match === null) return undefined
  const [, headUp, ribbonOut, labelWaiting, labels] = match
  return {
    headUp: headUp === '1',
    ribbonOut: ribbonOut === '1',
    labelWaiting: labelWaiting === '1',
    labels: Number(labels),
  }
}

function judge(first: First, second: Second): PrinterStatus {
  return {
    pause: reason(first, second),
    idle: first.formats === 0 && second.labels === 0 && !first.partial,
    remaining: first.formats + second.labels,
  }
}

// An open head or an empty roll also sets the pause flag, so these causes are checked before it.
function reason(first: First, second: Second): PauseReason | undefined {
  if (second.headUp) return 'head-open'
  if (first.paperOut) return 'paper-out'
  if (second.ribbonOut) return 'ribbon-out'
  if (first.tooHot) return 'fault'
  if (first.paused) return 'paused'
  // Only the next label waits for it: that one is on paper.
  if (second.labelWaiting && second.labels > 0) return 'label-waiting'
  return first.full ? 'buffer-full' : undefined
}
