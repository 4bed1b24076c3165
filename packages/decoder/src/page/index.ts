export { type HeardText, listenForText } from './listen-for-text.ts'
export { playTone } from './tone.ts'
export { type OpenedCode, openVault, type Vault, type WaitingCode } from './vault.ts'
