import type { MechanismStatus } from './mechanism.ts'

const STX = '\u0002'
const ETX = '\u0003'

/** Three strings as the ZPL II Programming Guide gives them under `~HS`, Host Status Return. */
export function hostStatus(
  status: MechanismStatus,
  format: { readonly partial: boolean; readonly length: number },
): Buffer {
  const strings = [
    // aaa,b,c,dddd,eee,f,g,h,iii,j,k,l
    [
      '030',
      // A printer that finds no gap takes the roll for used up.
      flag(status.paperOut || status.lost),
      flag(status.paused),
      digits(format.length, 4),
      digits(status.formatsWaiting, 3),
      flag(status.bufferFull),
      '0',
      flag(format.partial),
      '000',
      '0',
      '0',
      '0',
    ],
    // mmm,n,o,p,q,r,s,t,uuuuuuuu,v,www
    [
      '001',
      '0',
      flag(status.headOpen),
      flag(status.ribbonOut),
      '1',
      '2',
      '6',
      flag(status.labelWaiting),
      digits(status.labelsRemaining, 8),
      '1',
      '000',
    ],
    // xxxx,y
    ['1234', '0'],
  ]
  return Buffer.from(strings.map((fields) => `${STX}${fields.join(',')}${ETX}\r\n`).join(''), 'latin1')
}

function flag(value: boolean): string {
  return value ? '1' : '0'
}

function digits(value: number, length: number): string {
  return String(Math.min(value, 10 ** length - 1)).padStart(length, '0')
}
