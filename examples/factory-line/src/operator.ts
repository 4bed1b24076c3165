import type { SimulatedPrinter } from './printer.ts'

export const OPERATIONS = [
  'paper N',
  'head open',
  'head close',
  'ribbon out',
  'ribbon in',
  'jam',
  'unjam',
  'take',
  'pause',
  'resume',
  'drop',
  'power off',
  'power on',
] as const

/** Executes a command that a person typed at the printer; returns a line for that person. */
export function operate(
  printer: SimulatedPrinter,
  line: string,
  onPaper: (labels: number) => void = () => undefined,
): string | undefined {
  const text = line.trim().toLowerCase()
  const paper = /^paper (\d+)$/.exec(text)
  if (paper !== null) {
    const labels = Number(paper[1])
    onPaper(labels)
    printer.loadPaper(labels)
    return `${labels} labels on the roll`
  }
  switch (text) {
    case '':
      return undefined
    case 'head open': {
      printer.openHead()
      return 'head open'
    }
    case 'head close': {
      printer.closeHead()
      return 'head closed'
    }
    case 'ribbon out': {
      printer.ribbon(false)
      return 'ribbon out'
    }
    case 'ribbon in': {
      printer.ribbon(true)
      return 'ribbon in'
    }
    case 'jam':
    case 'unjam': {
      printer.jam(text === 'jam')
      return text === 'jam' ? 'labels are stuck' : 'the labels are free'
    }
    case 'take': {
      printer.take()
      return 'the label is taken'
    }
    case 'pause': {
      printer.pause()
      return 'paused'
    }
    case 'resume': {
      printer.resume()
      return 'resumed'
    }
    case 'drop': {
      printer.dropConnection()
      return undefined
    }
    case 'power off': {
      void printer.cutPower()
      return 'power off: the buffer is lost'
    }
    case 'power on': {
      void printer.powerOn()
      return 'power on'
    }
    default:
      return `known: ${OPERATIONS.join(', ')}`
  }
}
