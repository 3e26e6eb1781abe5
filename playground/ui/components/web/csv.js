// Tables as CSV: numbers to their last digit, and texts that no spreadsheet takes for a formula.

/** @param {(string|number|null|undefined)[][]} rows the first is the head */
export const csv = (rows) => rows.map((row) => `${row.map(cell).join(",")}\n`).join("");

function cell(value) {
  if (typeof value === "number") return Number.isFinite(value) ? String(value) : "";
  const text = String(value ?? "");
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** The number at a place as short as its kind allows: one of 32 bits has no more than nine digits. */
export function numberAt(values, at) {
  const value = values[at];
  if (!(values instanceof Float32Array) || !Number.isFinite(value)) return value;
  for (let digits = 6; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return short;
  }
  return Number(value.toPrecision(9));
}
