// Links of the reports that were sent from this device, newest first. No name, no telephone, no address.

export interface OwnReport {
  number: string
  token: string
  city: string
  at: string
}

const kept = 'dispatch05.portal.own'
const most = 5

export function ownReports(): OwnReport[] {
  try {
    const list = JSON.parse(localStorage.getItem(kept) ?? '[]') as OwnReport[]
    return Array.isArray(list) ? list : []
  } catch {
    return []
  }
}

export function rememberReport(report: OwnReport) {
  const others = ownReports().filter((one) => one.token !== report.token)
  try {
    localStorage.setItem(kept, JSON.stringify([report, ...others].slice(0, most)))
  } catch {
    // A private window: the link is on the screen.
  }
}
