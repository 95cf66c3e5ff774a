#!/usr/bin/env node

/** Where the launcher was before: `npx` keeps a link to the file that it ran first, also when the project was updated since. */
import './launchgate.js'
