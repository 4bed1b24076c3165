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
} from './format/document.ts'
export type {
  DecodeError,
  Issue,
  IssueCode,
  IssueKind,
  Neighbour,
  Warning,
  WarningCode,
} from './issue/issue.ts'
export type { DeviceFields, DeviceRecord } from './record/record.ts'
export { isKeyName } from './record/record.ts'
export { type Eui64, isEui64, parseEui64, parseWrittenEui64 } from './record/eui64.ts'
export { crc16Modbus } from './value/crc16.ts'
export { printToken } from './value/token.ts'
export { ClaimtagError } from './issue/error.ts'
export { explain } from './issue/catalogue.ts'
export { defineFormat, type Format } from './format/format.ts'
export { encode } from './encode.ts'
export { decode, type DecodeResult, decodeWith } from './decode.ts'
export { refuseAmbiguous } from './ambiguity/ambiguity.ts'
export { type Dispatch, dispatchOf } from './read/dispatch.ts'
export { builtInFormats } from './built-in/built-in-formats.ts'
export { thingpark, thingparkBase64 } from './built-in/thingpark.ts'
export { tr005 } from './built-in/tr005.ts'
export { tr005Draft2, tr005Draft3 } from './built-in/drafts.ts'
export { browan, devEuiAppEui, devEuiOnly, dragino, sensecap } from './built-in/vendors.ts'
