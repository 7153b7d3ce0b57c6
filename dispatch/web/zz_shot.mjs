import { chromium } from 'playwright-core'
const base = 'http://localhost:8305'
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--headless','--no-sandbox','--use-angle=swiftshader','--enable-unsafe-swiftshader','--ignore-gpu-blocklist','--disable-quic','--no-first-run','--disable-background-networking'] })
const steps = process.argv.slice(2)
for (const step of steps) {
  const [name, login, url, w, h, ...js] = step.split('|')
  const ctx = await browser.newContext({ viewport: { width: +w, height: +h } })
  const page = await ctx.newPage()
  if (login) {
    const r = await ctx.request.post(base + '/api/v1/session', { data: { city: 'demograd', login, password: process.env.PASS } })
    if (!r.ok()) console.log(name, 'login', r.status(), await r.text())
  }
  await page.goto(base + url)
  await page.waitForTimeout(2500)
  for (const action of js) { try { await page.evaluate(action) } catch (e) { console.log(name, String(e)) } await page.waitForTimeout(1200) }
  await page.screenshot({ path: `/tmp/shots/${name}.png` })
  await ctx.close()
}
await browser.close()
