#!/usr/bin/env node
import { main } from '../dist/node/index.js'

process.exitCode = await main(process)
