// Closes a test run: the runners' own last lines, then "N passed, N failed, N
// skipped" from what they wrote to the results folder. Fails when anything failed
// or nothing ran.
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

const results = process.argv[2]
const read = (name) => readFileSync(join(results, name), 'utf8')
const plain = (text) => text.replace(/\x1b\[[0-9;]*m/g, '')

// Go: one event a line. A package that failed without a failed test (it did not
// build, or ended early) counts as one failure.
function countGo() {
  const count = { passed: 0, failed: 0, skipped: 0 }
  const blamed = new Set()
  const events = read('go.jsonl').split('\n').filter((line) => line.startsWith('{')).map((line) => JSON.parse(line))
  const parents = new Set(events.filter((e) => e.Test?.includes('/')).map((e) => `${e.Package} ${e.Test.slice(0, e.Test.lastIndexOf('/'))}`))
  const name = { pass: 'passed', fail: 'failed', skip: 'skipped' }
  for (const { Action, Package, Test } of events) {
    if (!(Action in name)) continue
    if (!Test) {
      if (Action === 'fail' && !blamed.has(Package)) count.failed++
      continue
    }
    if (Action === 'fail') blamed.add(Package)
    // A test with cases of its own counts by its cases, unless it failed.
    if (Action === 'fail' || !parents.has(`${Package} ${Test}`)) count[name[Action]]++
  }
  const lines = events.filter((e) => e.Action === 'output' && !e.Test && /^(ok|FAIL)\s+\S+\//.test(e.Output)).map((e) => e.Output.trimEnd())
  return { count, lines }
}

function countScreens() {
  const report = JSON.parse(read('screens.json'))
  const count = { passed: report.numPassedTests, failed: report.numFailedTests, skipped: report.numPendingTests + report.numTodoTests }
  const lines = plain(read('screens.log')).split('\n').filter((line) => /^\s*(Test Files|Tests)\s/.test(line))
  return { count, lines }
}

// The browser stories run under node's own test runner, which ends with
// "# pass 5" (TAP) or "ℹ pass 5" (spec).
function countBrowser() {
  const lines = plain(read('browser.log')).split('\n').filter((line) => /^\s*[#ℹ] (tests|pass|fail|cancelled|skipped|todo) \d+$/.test(line))
  const number = (word) => lines.reduce((sum, line) => sum + Number(line.match(new RegExp(` ${word} (\\d+)$`))?.[1] ?? 0), 0)
  return { count: { passed: number('pass'), failed: number('fail') + number('cancelled'), skipped: number('skipped') + number('todo') }, lines }
}

const counters = { go: countGo, screens: countScreens, browser: countBrowser }
const total = { passed: 0, failed: 0, skipped: 0 }

function add(stage) {
  const status = Number(read(`${stage}.status`))
  let found = { count: { passed: 0, failed: 0, skipped: 0 }, lines: [] }
  try {
    if (counters[stage]) found = counters[stage]()
    else found.count = { passed: status === 0 ? 1 : 0, failed: status === 0 ? 0 : 1, skipped: 0 }
  } catch (error) {
    console.log(`${stage}: its results cannot be read: ${error.message}`)
    found.count.failed++
  }
  const { count, lines } = found
  // A runner that ended badly without a failed test, or that ran nothing, failed.
  if (count.failed === 0 && (status !== 0 || count.passed + count.skipped === 0)) count.failed++
  for (const line of lines) console.log(line)
  console.log(`${stage}: ${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped`)
  for (const word in total) total[word] += count[word]
}

console.log('\n== summary')
for (const file of readdirSync(results).sort()) {
  const [stage, kind] = file.split('.')
  if (kind === 'status') add(stage)
  if (kind === 'skipped') {
    console.log(`${stage}: skipped, ${read(file).trim()}`)
    total.skipped++
  }
}
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`)
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0
