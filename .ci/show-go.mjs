// Reads the events of `go test -json` and shows what a person wants: one line a
// package as go test writes it, and all that a failed test or build said.
import { createInterface } from 'node:readline'

const said = new Map() // output of tests still running or failed, by package and test
let failed = false

function keep(key, text) {
  said.set(key, (said.get(key) ?? '') + text)
}

// A test that hung or took the program down with it never ends by an event.
function showUnfinished(pkg) {
  for (const [key, text] of said) {
    if (!key.startsWith(`${pkg} `) || key === `${pkg} `) continue
    process.stdout.write(text)
    said.delete(key)
  }
}

function show(event) {
  if (event.Action === 'build-output') return process.stdout.write(event.Output)
  const key = `${event.Package} ${event.Test ?? ''}`
  if (event.Action === 'output') {
    if (event.Test) return keep(key, event.Output)
    if (/^(ok|FAIL|---|\?)\s/.test(event.Output) && !/no test files/.test(event.Output)) return process.stdout.write(event.Output)
    return keep(key, event.Output)
  }
  if (event.Action === 'fail') {
    failed = true
    process.stdout.write(said.get(key) ?? '')
    if (!event.Test) showUnfinished(event.Package)
  }
  if (['pass', 'fail', 'skip'].includes(event.Action)) said.delete(key)
}

for await (const line of createInterface({ input: process.stdin })) {
  if (line.startsWith('{')) show(JSON.parse(line))
  else console.log(line)
}
process.exitCode = failed ? 1 : 0
