// Options of the station at a production line.
import { ONLINE } from './code-flags.ts'
import { COLUMN, COMMON, DPI, type Flag, FORMAT, IDS, TEMPLATE, VISIBLE } from './shared-flags.ts'

export const LINE: readonly Flag[] = [
  {
    flags: '--to <address>',
    description:
      'the printer: tcp://host:9100, usb:///dev/usb/lp0, serial:///dev/ttyUSB0?baud=9600, lp://QUEUE, file://NAME',
  },
  { flags: '-a, --as <kind>', description: 'what the printer speaks: zpl (default) or tspl' },
  {
    flags: '--folder <folder>',
    description: 'where line.ndjson is kept, from which the station goes on (line)',
  },
  { flags: '--operator <name>', description: 'who works at it; the user of the computer when left out' },
  { flags: '--check', description: 'every printed label has to be scanned before the next device' },
  {
    flags: '--product <id>',
    description: 'only this product: its AppEUI, or VendorID and VendorProfileID as 8 hex digits',
  },
  { flags: '--cartons <devices>', description: 'a carton label after so many devices, without any code' },
  {
    flags: '--carton-template <name|file>',
    description: 'template of these: a built-in one (carton-100x50) or a document (.json)',
  },
  { flags: '--pallets <cartons>', description: 'a pallet label after so many cartons' },
  { flags: '--pallet-template <file>', description: 'template of these (.json)' },
  { flags: '--carton-to <address>', description: 'a printer of their own for cartons, and for pallets' },
  { flags: '--carton-as <kind>', description: 'what it speaks, when that is another language: zpl or tspl' },
  { flags: '--carton-dpi <number>', description: 'its dots per inch, when they are others' },
  { flags: '--pallet-to <address>', description: 'a printer of their own for pallets' },
  { flags: '--pallet-as <kind>', description: 'what that one speaks' },
  { flags: '--pallet-dpi <number>', description: 'its dots per inch' },
  {
    flags: '--arrivals <address>',
    repeats: true,
    description:
      'where else devices arrive: serial:///dev/ttyUSB0?baud=9600, tcp://127.0.0.1:7071 to listen on, or a folder',
  },
  { flags: '--listen <address>', description: 'serve the station as a page: 127.0.0.1:7070' },
  { flags: '--expose', description: 'serve it at an address that others can reach, without a password' },
  {
    flags: '--language <code>',
    description: 'en, de, fr or zh; that of the terminal (LANG) when left out',
  },
  COLUMN,
  FORMAT,
  TEMPLATE,
  DPI,
  IDS,
  VISIBLE,
  ...ONLINE,
  { flags: '--join-eui <eui>', description: 'with --online: the AppEUI of devices that have no code yet' },
  ...COMMON,
]
