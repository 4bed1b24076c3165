import { render } from 'react'
import { ScannerScreen } from '../src/scanner-screen.jsx'

globalThis.renderScreen = () => render(ScannerScreen)
