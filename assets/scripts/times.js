// Times and days as every page of Guildhall says them: 2.19am, 28 November 2026.

export function clock (at = new Date()) {
  const [hour, minute] = [at.getHours(), at.getMinutes()]
  return `${hour % 12 || 12}${minute ? `.${String(minute).padStart(2, '0')}` : ''}${hour < 12 ? 'am' : 'pm'}`
}

export const moment = at => `${clock(at)}, ${at.toLocaleDateString('en-GB', { dateStyle: 'long' })}`
