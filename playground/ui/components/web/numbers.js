// Numbers as words, as Python writes them on the same page (views/words.py).

/** A number with three digits that matter, short even where a network diverged. */
export function number(value) {
  const size = Math.abs(value);
  if (size < 1e-9) return "0";
  if (size >= 999.5 && size < 1e7) return value.toFixed(0).replace(/\B(?=(\d{3})+$)/g, ",");
  return general(value, 3);
}

/** A whole number as a language writes it; gettext calls a language zh_Hans where browsers say zh-Hans. */
export const inLanguage = (value, language) => value.toLocaleString(language.replace("_", "-"));

/** Three digits that matter. */
export const short = (value) => general(value, 3);

/** Python's `f"{value:.{digits}g}"`. */
export function general(value, digits) {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "nan" : value < 0 ? "-inf" : "inf";
  if (value === 0) return "0";
  const [mantissa, power] = value.toExponential(digits - 1).split("e");
  const bare = (text) => (text.includes(".") ? text.replace(/\.?0+$/, "") : text);
  const exponent = Number(power);
  if (exponent >= -4 && exponent < digits) return bare(value.toFixed(digits - 1 - exponent));
  const size = String(Math.abs(exponent)).padStart(2, "0");
  return `${bare(mantissa)}e${exponent < 0 ? "-" : "+"}${size}`;
}

/** `template` with each `{name}` replaced by the value of that name. */
export function filled(template, values) {
  return template.replace(/\{(\w+)\}/g, (hole, name) => (name in values ? values[name] : hole));
}

/** A length of time, rounded to what matters; `words` has `seconds`, `minutes` and `hours`, each with `{count}`. */
export function secondsInWords(seconds, words) {
  const { unit, count } = counted(seconds);
  return filled(words[unit], { count });
}

/** From one length of time to another, such as "10 to 30 s"; one alone where both read the same. */
export function rangeInWords(low, high, words) {
  const [from, to] = [counted(low), counted(high)];
  if (from.unit !== to.unit) return filled(words.to, { low: secondsInWords(low, words), high: secondsInWords(high, words) });
  const count = from.count === to.count ? to.count : filled(words.to, { low: from.count, high: to.count });
  return filled(words[to.unit], { count });
}

function counted(seconds) {
  if (seconds < 90) return { unit: "seconds", count: Math.max(1, Math.round(seconds)) };
  if (seconds < 5400) return { unit: "minutes", count: Math.round(seconds / 60) };
  return { unit: "hours", count: Math.round(seconds / 3600) };
}
