/**
 * Values of spreadsheet cells as text, the same from xlsx and ods.
 *
 * A value is written as it is stored, not as its number format prints it: a format may
 * round, scale, or print something else altogether.
 */
import { withoutTail } from '../fingerprint/tail.ts';

const DAY_MS = 86_400_000;
/** Serial number of 1970-01-01 in the calendar that begins with 1900. */
const UNIX_EPOCH_1900 = 25_569;
/** Days between the calendars of 1900 and 1904. */
const OFFSET_1904 = 1462;
/** 1900-02-29, which Excel counts although there was none (ECMA-376 part 1, 18.17.4.1). */
const LEAP_BUG = 60;
/** 9999-12-31, the last date of either program. */
const LAST_SERIAL = 2_958_465;

/**
 * A number in its shortest form.
 *
 * Excel writes 17 digits (`0.10000000000000001`), LibreOffice 15 (`0.1`): both mean one
 * double and all programs draw them alike. Only such noise is taken off: a number whose
 * shortest form has more than 15 digits stays as it is stored, so that two long numbers
 * which fall on one double stay two.
 */
export function numberText(stored: string): string {
  const value = Number(stored);
  if (!/^\s*[-+]?[\d.]+(?:e[-+]?\d+)?\s*$/i.test(stored) || !Number.isFinite(value)) return stored;
  const short = String(value);
  return significantDigits(short) > 15 || significantDigits(stored) > 17 ? stored.trim() : short;
}

/** A value kept in a chart: LibreOffice writes 15 digits of what Excel has 17 of. */
export function chartNumber(stored: string): string {
  const value = Number(stored);
  const fraction = /^\s*[-+]?\d*\.\d+(?:e[-+]?\d+)?\s*$/i.test(stored);
  return fraction ? String(Number(value.toPrecision(15))) : numberText(stored);
}

function significantDigits(number: string): number {
  return (number.split(/e/i, 1)[0] ?? '').replace(/\D/g, '').replace(/^0+/, '').length;
}

/**
 * A serial number under a date or time format: `2026-04-30`, `2026-04-30T09:15:00`, or
 * `33:15:00` for a format of hours only. To the millisecond, finer than which nothing is
 * drawn; the stored 15 digits are exact to some microseconds.
 */
export function serialText(stored: string, kind: 'date' | 'time', from1904: boolean): string {
  const serial = Number(stored);
  if (!Number.isFinite(serial) || Math.abs(serial) > LAST_SERIAL) return numberText(stored);
  if (kind === 'time') return durationText(Math.round(serial * DAY_MS));
  if (serial < 0) return numberText(stored);
  const days = serial + (from1904 ? OFFSET_1904 : 0);
  if (Math.floor(days) === LEAP_BUG) return `1900-02-29${clock(days)}`;
  // Before the day that never was, Excel's serials are one ahead of the calendar.
  const shifted = days < LEAP_BUG ? days + 1 : days;
  const ms = Math.round((shifted - UNIX_EPOCH_1900) * DAY_MS);
  const [date = '', time = ''] = new Date(ms).toISOString().split('T');
  return dateText(`${date}T${time.replace('Z', '')}`);
}

/** An ISO 8601 date as ODF stores it, without midnight and without an empty fraction. */
export function dateText(stored: string): string {
  const ends = /\.\d+$/.test(stored) ? withoutTail(stored, '0') : stored;
  return ends.replace(/\.$/, '').replace(/T00:00(?::00)?$/, '');
}

/** An ISO 8601 duration as ODF stores it (`PT09H15M00S`), as `9:15:00`. */
export function timeText(stored: string): string {
  const match = /^(-?)P(?:(\d+)D)?T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?$/.exec(stored);
  if (!match) return stored;
  const [, sign, days = '0', hours = '0', minutes = '0', seconds = '0'] = match;
  const total = Number(days) * 24 * 3600 + Number(hours) * 3600 + Number(minutes) * 60;
  const ms = Math.round((total + Number(seconds)) * 1000);
  return durationText(sign === '-' ? -ms : ms);
}

function durationText(ms: number): string {
  const seconds = Math.floor(Math.abs(ms) / 1000);
  const fraction = Math.abs(ms) % 1000;
  const two = (value: number): string => String(value).padStart(2, '0');
  const whole = `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  const text = fraction === 0 ? whole : `${whole}.${String(fraction).padStart(3, '0')}`;
  return ms < 0 ? `-${text}` : text;
}

function clock(days: number): string {
  const ms = Math.round((days - Math.floor(days)) * DAY_MS);
  return ms === 0 ? '' : `T${durationText(ms).padStart(8, '0')}`;
}
