export type {
  ChecksumDocument,
  ElementDocument,
  FieldDocument,
  FormatDocument,
  IssuedForm,
  LiteralDocument,
  RunDocument,
  Span,
  TagsDocument,
  WireForm,
} from './document.ts'
export type { DecodeError, Issue, IssueCode, IssueKind, Neighbour, Warning, WarningCode } from './issue.ts'
export type { DeviceFields, DeviceRecord } from './record.ts'
export { isKeyName } from './record.ts'
export { type Eui64, isEui64, parseEui64, parseWrittenEui64 } from './eui64.ts'
export { crc16Modbus } from './crc16.ts'
export { ClaimtagError } from './error.ts'
export { explain } from './catalogue.ts'
export { defineFormat, type Format } from './format.ts'
export { encode } from './encode.ts'
export { decode, type DecodeResult, decodeWith } from './decode.ts'
export { refuseAmbiguous } from './ambiguity.ts'
export { type Dispatch, dispatchOf } from './dispatch.ts'
export { builtInFormats } from './formats/built-in.ts'
export { thingpark, thingparkBase64 } from './formats/thingpark.ts'
export { tr005 } from './formats/tr005.ts'
export { tr005Draft2, tr005Draft3 } from './formats/drafts.ts'
export { browan, devEuiAppEui, devEuiOnly, dragino, sensecap } from './formats/vendors.ts'
