// The numbers of a cell as they are printed: with so many digits that who works them out gets what stands there.

const MOST_DECIMALS = 12;

/** A number as learners read it: three significant digits, at most four decimals. */
export function short(value) {
  const size = Math.abs(Number(value.toPrecision(3)));
  return fixed(value, size === 0 ? 0 : Math.min(Math.max(2 - Math.floor(Math.log10(size)), 0), 4));
}

function fixed(value, decimals) {
  if (!Number.isFinite(value)) return "–";
  const text = value.toFixed(decimals);
  return (Number(text) === 0 ? text.replace("-", "") : text).replace("-", "−");
}

/**
 * Prints what goes into some sums with the fewest digits with which each comes out as it is printed.
 *
 * @param {{name: string, of: string[], by: (v: Record<string, number>) => number}[]} sums what comes out, what goes
 *   in by its names, and how; what comes out is printed short, unless it goes into another of them
 * @param {Record<string, number>} now
 * @returns {(value: number) => string}
 */
export function printerFor(sums, now) {
  const given = new Set(sums.flatMap(({ of }) => of));
  const agrees = (print) => {
    const read = { ...now };
    for (const name of given) read[name] = Number(print(now[name]).replace("−", "-"));
    return sums.every(({ name, by }) => {
      const shown = given.has(name) ? print : short;
      return shown(by(read)) === shown(now[name]);
    });
  };
  return PRINTERS.find(agrees) ?? PRINTERS.at(-1);
}

const PRINTERS = [short];
for (let decimals = 3; decimals <= MOST_DECIMALS; decimals++) PRINTERS.push((value) => fixed(value, decimals));
