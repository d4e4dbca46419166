/** Date-time of a mail header (RFC 5322, sections 3.3 and 4.3). */

const MONTHS = 'janfebmaraprmayjunjulaugsepoctnovdec';

const DATE_TIME =
  /^(?:[a-z]{3,9}\.?\s*,?\s*)?(\d{1,2})\s+([a-z]{3})[a-z]*\s+(\d{2,4})\s+(\d{1,2})\s*:\s*(\d{2})(?:\s*:\s*(\d{2}))?\s+([+-]\d{4}|[a-z]{1,5})\b/i;

const MAX_LENGTH = 200;

/** Zones with a fixed offset in section 4.3, hours; all others mean UTC. */
const ZONES: Readonly<Record<string, number>> = {
  edt: -4,
  est: -5,
  cdt: -5,
  cst: -6,
  mdt: -6,
  mst: -7,
  pdt: -7,
  pst: -8,
};

/**
 * The UTC instant of a Date header, e.g. `2026-04-30T09:15:00Z`.
 *
 * Written out instead of `Date.parse`, whose reading of anything but ISO 8601 is up to
 * each engine.
 *
 * @returns null for what is not a date
 */
export function parseMailDate(value: string): string | null {
  // The pattern is quadratic in white space, which no date has a hundred characters of.
  if (value.length > MAX_LENGTH) return null;
  const found = DATE_TIME.exec(value.replace(/\([^()]*\)/g, ' ').trim());
  if (found === null) return null;
  const [, dayText, monthName = '', yearText = '', hourText, minuteText, secondText, zone = ''] =
    found;
  const month = MONTHS.indexOf(monthName.toLowerCase());
  if (month < 0 || month % 3 !== 0) return null;
  const [day, hour, minute] = [Number(dayText), Number(hourText), Number(minuteText)];
  // A leap second is the last one of its minute for every clock that shows it.
  const second = Math.min(Number(secondText ?? 0), 59);
  const days = new Date(Date.UTC(fullYear(yearText), month / 3 + 1, 0)).getUTCDate();
  if (day < 1 || day > days || hour > 23 || minute > 59 || Number(secondText ?? 0) > 60) {
    return null;
  }
  const local = new Date(0);
  local.setUTCFullYear(fullYear(yearText), month / 3, day);
  local.setUTCHours(hour, minute, second);
  const instant = new Date(local.getTime() - offsetMinutes(zone) * 60_000);
  return instant.toISOString().replace(/\.\d{3}Z$/, 'Z');
}

/** Two- and three-digit years by section 4.3. */
function fullYear(text: string): number {
  const year = Number(text);
  if (text.length === 2) return year < 50 ? 2000 + year : 1900 + year;
  return text.length === 3 ? 1900 + year : year;
}

function offsetMinutes(zone: string): number {
  if (/^[+-]/.test(zone)) {
    const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(3));
    return zone.startsWith('-') ? -minutes : minutes;
  }
  const name = zone.toLowerCase();
  return Object.hasOwn(ZONES, name) ? (ZONES[name] ?? 0) * 60 : 0;
}
